// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.credential;

import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.FailureKind;
import dev.wheelhouse.gateway.secret.Secret;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one upstream as one request goes through them: the same one for repeats, another one
 * when the upstream limits or refuses it. Used by the request's own thread only; that of a single
 * key never changes.
 */
public final class KeyTurn {
  private final KeyRing ring;
  private final String model;
  private final Set<KeyRing.Key> limited = new HashSet<>();
  private final Set<KeyRing.Key> dead = new HashSet<>();
  private KeyRing.@Nullable Key present;
  private @Nullable ApiFailure limit;
  private boolean waited;
  private String why = "";

  KeyTurn(KeyRing ring, String model) {
    this.ring = ring;
    this.model = model;
  }

  /**
   * The key for the next attempt: that of the last one, unless the upstream said something against
   * it.
   *
   * @param upstream for the words of the failure
   * @throws ApiFailure when every key rests
   */
  public Secret take(String upstream) throws ApiFailure {
    if (ring.single()) {
      return ring.first();
    }
    KeyRing.Key key = present;
    if (key == null) {
      key = ring.take(model, this::fresh).orElse(null);
    }
    if (key == null && waited) {
      key = ring.soonest(model, each -> !dead.contains(each)).orElse(null);
    }
    if (key == null) {
      throw resting(upstream);
    }
    present = key;
    return key.secret;
  }

  /** The label of the key in use; empty when there is a single one. */
  public String label() {
    KeyRing.Key key = present;
    return key == null ? "" : key.label;
  }

  /** Why it is this key: what happened with the one before; empty at first. */
  public String why() {
    return why;
  }

  /** The upstream has answered. */
  public void worked() {
    if (present != null) {
      ring.worked(present);
    }
  }

  /** Notes what an attempt said of its key, and lets go of a key that is of no more use. */
  public void failed(ApiFailure failure) {
    KeyRing.Key key = present;
    if (key == null || !concernsKey(failure)) {
      return;
    }
    ring.failed(model, key, failure);
    present = null;
    why = "after " + failure.kind().code() + " with key " + key.label;
    if (failure.kind() == FailureKind.UPSTREAM_RATE_LIMITED) {
      limit = limit == null ? failure : limit;
      limited.add(key);
    } else {
      dead.add(key);
    }
  }

  /** Whether this failure speaks against the key alone, and another key may still answer. */
  public boolean another(ApiFailure failure) {
    if (ring.single() || !concernsKey(failure)) {
      return false;
    }
    Optional<KeyRing.Key> next = ring.take(model, this::fresh);
    present = next.orElse(null);
    return next.isPresent();
  }

  private boolean fresh(KeyRing.Key key) {
    return !limited.contains(key) && !dead.contains(key);
  }

  /** How many keys were limited in this request, so that each wait is longer than the last. */
  public int limited() {
    return limited.size();
  }

  /**
   * What the last failure means for the upstream as a whole: that every key is refused, or, when
   * one of them only rests, how long.
   */
  public ApiFailure whole(ApiFailure failure, String upstream) {
    if (ring.single() || !concernsKey(failure)) {
      return failure;
    }
    ApiFailure first = limit;
    if (first != null) {
      Duration rest = ring.shortestRest(model).orElse(first.retryAfter());
      return first.retryAfter().isZero() ? first : first.retryAfter(roundedUp(rest));
    }
    return ring.shortestRest(model).isEmpty()
        ? ApiFailure.of(
            FailureKind.UPSTREAM_CREDENTIALS_EXHAUSTED,
            "Upstream %s refuses every key that the gateway has for it.".formatted(upstream),
            "Check this upstream's keys in Wheelhouse's settings; your own token is fine.")
        : resting(upstream);
  }

  /** The request has waited as long as it was told to: a key may be asked once more. */
  public void waited() {
    if (ring.single()) {
      return;
    }
    limited.clear();
    waited = true;
  }

  private ApiFailure resting(String upstream) {
    Duration rest = ring.shortestRest(model).orElse(Duration.ZERO);
    return ApiFailure.of(
            FailureKind.UPSTREAM_RATE_LIMITED,
            "Every key of upstream %s has to be waited for%s."
                .formatted(upstream, model.isEmpty() ? "" : " with " + model),
            "Wait, or use another model.")
        .retryAfter(roundedUp(rest));
  }

  private static Duration roundedUp(Duration rest) {
    return Duration.ofSeconds(Math.max(1, rest.plusMillis(999).toSeconds()));
  }

  /** Whether a failure may be that of a key alone. */
  public static boolean concernsKey(ApiFailure failure) {
    return failure.kind() == FailureKind.UPSTREAM_CREDENTIALS
        || failure.kind() == FailureKind.UPSTREAM_RATE_LIMITED;
  }
}
