// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.config;

/**
 * What a model costs.
 *
 * @param models the upstream's name of it, with {@code *} for any text; the first that fits counts
 * @param input a million tokens that it reads, in US dollars
 * @param output a million tokens that it writes
 */
public record ModelPrice(String models, double input, double output) {
  public ModelPrice {
    if (models.isBlank()) {
      throw new IllegalArgumentException("a price names models");
    }
    if (!(input >= 0 && output >= 0)) {
      throw new IllegalArgumentException("a price is not negative");
    }
  }
}
