// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.pool;

/**
 * What a target's tokens cost.
 *
 * @param prompt of a million tokens that it reads, in any one currency
 * @param completion of a million tokens that it writes
 */
public record Price(double prompt, double completion) {
  /** Costs nothing. */
  public static final Price FREE = new Price(0, 0);

  private static final double MILLION = 1e6;

  /** Checks the signs. */
  public Price {
    if (!(prompt >= 0 && completion >= 0)) {
      throw new IllegalArgumentException("a price is not negative");
    }
  }

  /** What an answer of this many tokens costs. */
  public double of(long promptTokens, long completionTokens) {
    return (promptTokens * prompt + completionTokens * completion) / MILLION;
  }

  /** One number to compare by: what a million tokens read and a million written cost together. */
  public double sum() {
    return prompt + completion;
  }
}
