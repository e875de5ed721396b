// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.config;

import dev.wheelhouse.engine.gateway.key.KeyBounds;

/**
 * How much all clients together may use a model.
 *
 * @param models the upstream's name of it, with {@code *} for any text
 */
public record ModelLimit(String models, KeyBounds bounds) {
  public ModelLimit {
    if (models.isBlank()) {
      throw new IllegalArgumentException("a limit names models");
    }
  }
}
