// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.key;

import dev.wheelhouse.gateway.limit.KeyLimits;
import java.util.Set;

/**
 * What a key allows.
 *
 * @param caching whether answers may come from the cache without the client's asking for that
 */
public record Grant(Set<Scope> scopes, ModelNames models, KeyLimits limits, boolean caching) {
  /** What a client needs, of every model, without limits. */
  public static final Grant CLIENT =
      new Grant(Scope.forClients(), ModelNames.ALL, KeyLimits.NONE, false);

  /** Copies the scopes. */
  public Grant {
    scopes = Set.copyOf(scopes);
  }

  /** The same with other scopes. */
  public Grant withScopes(Scope... others) {
    return new Grant(Set.of(others), models, limits, caching);
  }

  /** The same for other models. */
  public Grant withModels(String... patterns) {
    return new Grant(scopes, ModelNames.of(patterns), limits, caching);
  }

  /** The same with other limits. */
  public Grant withLimits(KeyLimits others) {
    return new Grant(scopes, models, others, caching);
  }

  /** The same with or without answers from the cache. */
  public Grant withCaching(boolean on) {
    return new Grant(scopes, models, limits, on);
  }

  /** A caller with these rights. */
  Caller caller(String id, String name) {
    return new Caller(id, name, scopes, models, limits, caching);
  }
}
