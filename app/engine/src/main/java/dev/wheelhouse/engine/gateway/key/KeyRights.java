// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.key;

import java.util.List;
import java.util.Set;

/**
 * What a key allows.
 *
 * @param models patterns in which {@code *} stands for any text; none means every model
 * @param caching whether its answers may come from the cache without the client's asking for it
 */
public record KeyRights(
    Set<KeyScope> scopes, List<String> models, KeyBounds bounds, boolean caching) {
  /** What an app needs and no more: every model, without bounds. */
  public static final KeyRights CLIENT =
      new KeyRights(
          Set.of(KeyScope.CHAT, KeyScope.EMBEDDINGS, KeyScope.MODELS),
          List.of(),
          KeyBounds.NONE,
          false);

  public KeyRights {
    scopes = Set.copyOf(scopes);
    models = List.copyOf(models);
  }
}
