// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.config;

/**
 * What tokens cost, in US dollars.
 *
 * @param input a million that are read
 * @param output a million that are written
 */
public record TokenPrice(double input, double output) {
  public TokenPrice {
    if (!(input >= 0 && output >= 0) || Double.isInfinite(input + output)) {
      throw new IllegalArgumentException("a price is not negative");
    }
  }
}
