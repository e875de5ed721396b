// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.credential;

import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.secret.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one upstream, and what is known of each. The one that was limited least recently is
 * taken first; among equals each has its turn. A key that the upstream limits rests as long as it
 * says, for that model, as providers count by model. One that it refuses is left alone for a minute
 * while others work. With a single key there is nothing to choose, and nothing is noted. Safe from
 * any thread.
 */
public final class KeyRing {
  private static final Duration DEFAULT_REST = Duration.ofSeconds(5);
  private static final Duration KEY_CHECK = Duration.ofMinutes(1);

  /** A limit that is over for so long says nothing of the next request. */
  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(1);

  private final List<Key> keys;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();

  /** A single key changes in nothing, so all requests share its turn. */
  private final KeyTurn shared = new KeyTurn(this, "");

  private long turns;

  /** A key and what is known of it; the fields that change belong to the ring's lock. */
  static final class Key {
    final String label;
    final Secret secret;
    private final Map<String, Limit> limits = new HashMap<>();
    private @Nullable Instant refusedAt;
    private long lastTurn;

    private Key(String label, Secret secret) {
      this.label = label;
      this.secret = secret;
    }

    private Limit limit(String model) {
      return limits.getOrDefault(model, Limit.NONE);
    }

    private boolean rests(String model, Instant now) {
      return now.isBefore(limit(model).until());
    }
  }

  /** What an upstream said of a key and a model. */
  private record Limit(Instant at, Instant until) {
    static final Limit NONE = new Limit(Instant.MIN, Instant.MIN);
  }

  private KeyRing(List<Key> keys, Clock clock) {
    this.keys = List.copyOf(keys);
    this.clock = clock;
  }

  /** One key, or {@link Secret#none()}. */
  public static KeyRing of(Secret only) {
    return new KeyRing(List.of(new Key("", only)), Clock.systemUTC());
  }

  /**
   * Several keys.
   *
   * @throws IllegalArgumentException when there is none, or two have one label
   */
  public static KeyRing of(List<UpstreamKey> several, Clock clock) {
    Set<String> labels = new HashSet<>();
    List<Key> keys = new ArrayList<>();
    for (UpstreamKey each : several) {
      if (!labels.add(each.label())) {
        throw new IllegalArgumentException("two keys are called " + each.label());
      }
      keys.add(new Key(each.label(), each.secret()));
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("an upstream with keys needs at least one");
    }
    return new KeyRing(keys, clock);
  }

  /** Whether there is no other key to go on with. */
  public boolean single() {
    return keys.size() == 1;
  }

  /** The first key, which is the only one when it is single. */
  public Secret first() {
    return keys.getFirst().secret;
  }

  /** Every key, to be hidden in what the upstream says. */
  public List<Secret> secrets() {
    return keys.stream().map(key -> key.secret).toList();
  }

  /**
   * The keys for one request's stay at this upstream.
   *
   * @param model what it asks for; empty for what concerns no model
   */
  public KeyTurn turn(String model) {
    return single() ? shared : new KeyTurn(this, model);
  }

  /** How each key stands; empty when there is a single one. */
  public List<KeyStatus> status() {
    if (single()) {
      return List.of();
    }
    Instant now = clock.instant();
    lock.lock();
    try {
      return keys.stream().map(key -> status(key, now)).toList();
    } finally {
      lock.unlock();
    }
  }

  /** The label of the key that the next request takes; empty when there is a single one. */
  public Optional<String> nextLabel(String model) {
    if (single()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    lock.lock();
    try {
      return best(model, now, _ -> true).map(key -> key.label);
    } finally {
      lock.unlock();
    }
  }

  /** Whether the next request for this model would have a key; of a single one nothing is noted. */
  public boolean ready(String model) {
    return single() || nextLabel(model).isPresent();
  }

  private static KeyStatus status(Key key, Instant now) {
    Instant refusedAt = key.refusedAt;
    if (refusedAt != null) {
      Instant until = refusedAt.plus(KEY_CHECK);
      return new KeyStatus(key.label, KeyStatus.State.REFUSED, Optional.of(until));
    }
    Optional<Instant> rest =
        key.limits.values().stream()
            .map(Limit::until)
            .filter(now::isBefore)
            .max(Comparator.naturalOrder());
    KeyStatus.State state = rest.isPresent() ? KeyStatus.State.RESTING : KeyStatus.State.READY;
    return new KeyStatus(key.label, state, rest);
  }

  /**
   * The key whose turn it is; empty when every allowed one rests. What concerns no model takes no
   * turn from what does.
   *
   * @param allowed leaves out those that this request has tried
   */
  Optional<Key> take(String model, Predicate<Key> allowed) {
    Instant now = clock.instant();
    lock.lock();
    try {
      Optional<Key> best = best(model, now, allowed);
      best.filter(_ -> !model.isEmpty())
          .ifPresent(key -> {
            key.lastTurn = ++turns;
            if (key.refusedAt != null) {
              key.refusedAt = now; // only this request finds out whether it is accepted again
            }
          });
      return best;
    } finally {
      lock.unlock();
    }
  }

  private Optional<Key> best(String model, Instant now, Predicate<Key> allowed) {
    Instant forgotten = now.minus(FORGOTTEN_AFTER);
    keys.forEach(key -> key.limits.values().removeIf(each -> each.until().isBefore(forgotten)));
    Comparator<Key> byTurn =
        Comparator.comparing((Key key) -> key.limit(model).at())
            .thenComparingLong(key -> key.lastTurn);
    // a list of models says nothing of a key, as some upstreams show it to everyone
    boolean mayTry = !model.isEmpty();
    List<Key> open = keys.stream().filter(allowed).filter(key -> !key.rests(model, now)).toList();
    Optional<Key> ready =
        open.stream()
            .filter(key -> {
              Instant refusedAt = key.refusedAt;
              return refusedAt == null || (mayTry && !now.isBefore(refusedAt.plus(KEY_CHECK)));
            })
            .min(byTurn);
    // refused ones are asked when nothing else is to be had, but not to bridge a rest of others
    boolean bridged = keys.stream().anyMatch(key -> key.refusedAt == null && key.rests(model, now));
    return ready.isPresent() || bridged ? ready : open.stream().min(byTurn);
  }

  /** The key whose rest ends first among those allowed. */
  Optional<Key> soonest(String model, Predicate<Key> allowed) {
    lock.lock();
    try {
      return keys.stream()
          .filter(allowed)
          .filter(key -> key.refusedAt == null)
          .min(Comparator.comparing(key -> key.limit(model).until()));
    } finally {
      lock.unlock();
    }
  }

  /** How long the key whose rest ends first still rests. */
  Optional<Duration> shortestRest(String model) {
    Instant now = clock.instant();
    lock.lock();
    try {
      return keys.stream()
          .filter(key -> key.refusedAt == null)
          .map(key -> key.limit(model).until())
          .min(Comparator.naturalOrder())
          .map(until -> until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO);
    } finally {
      lock.unlock();
    }
  }

  /** The upstream said something of this key. */
  void failed(String model, Key key, ApiFailure failure) {
    if (single()) {
      return;
    }
    Instant now = clock.instant();
    lock.lock();
    try {
      switch (failure.kind()) {
        case UPSTREAM_CREDENTIALS -> key.refusedAt = now;
        case UPSTREAM_RATE_LIMITED -> {
          Duration asked = failure.retryAfter();
          Instant until = now.plus(asked.isZero() ? DEFAULT_REST : asked);
          Instant before = key.limit(model).until();
          key.limits.put(model, new Limit(now, until.isAfter(before) ? until : before));
        }
        default -> {}
      }
    } finally {
      lock.unlock();
    }
  }

  /** The upstream has answered with this key. */
  void worked(Key key) {
    if (single()) {
      return;
    }
    lock.lock();
    try {
      key.refusedAt = null;
    } finally {
      lock.unlock();
    }
  }
}
