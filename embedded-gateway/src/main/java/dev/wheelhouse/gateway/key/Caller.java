// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.key;

import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.FailureKind;
import dev.wheelhouse.gateway.limit.KeyLimits;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Who sends a request, and what it may do. It travels with the request; it holds no secret.
 *
 * @param id stays the same for one key or user; limits are counted and answers are cached by it
 * @param name for people and logs
 * @param models what it may ask for, by the names that clients use
 * @param caching whether its answers may come from the cache without its asking for that
 */
public record Caller(
    String id,
    String name,
    Set<Scope> scopes,
    ModelNames models,
    KeyLimits limits,
    boolean caching) {
  /** Whoever has the gateway's own token: everything, without limits. */
  public static final Caller OWNER =
      new Caller(
          "owner", "owner", EnumSet.allOf(Scope.class), ModelNames.ALL, KeyLimits.NONE, false);

  /** Someone without a key, at an endpoint that needs none. */
  public static final Caller NOBODY =
      new Caller("nobody", "nobody", Set.of(), ModelNames.of(""), KeyLimits.NONE, false);

  private static final Set<String> OURS = Set.of(OWNER.name(), NOBODY.name());

  /** Copies the scopes. */
  public Caller {
    scopes = Set.copyOf(scopes);
  }

  /** Whether a name would make a client look like the owner, or like nobody. */
  static boolean reserved(String name) {
    return OURS.contains(name.strip().toLowerCase(Locale.ROOT));
  }

  /** A name for people under which a client cannot pass for the owner. */
  static String shown(String id, String name) {
    return reserved(name) ? id : name;
  }

  /** Refuses what the key does not open. */
  public void require(Scope scope) throws ApiFailure {
    if (!scopes.contains(scope)) {
      throw ApiFailure.of(
          FailureKind.SCOPE_MISSING,
          "This key does not have the scope %s.".formatted(scope.label()),
          "Give it the scope in the gateway's settings, or use another key.");
    }
  }

  /** Whether it may use this model. */
  public boolean mayUse(String model) {
    return models.include(model);
  }

  /** Refuses a model that is not meant for this key. */
  public void requireModel(String model) throws ApiFailure {
    if (!mayUse(model)) {
      throw ApiFailure.of(
          FailureKind.MODEL_NOT_ALLOWED,
          "This key may not use that model.",
          "GET /v1/models lists those that it may use.");
    }
  }
}
