// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.key;

/**
 * How much a key may use; 0 means as much as it likes.
 *
 * @param requestsPerMinute requests that start within a minute
 * @param tokensPerMinute tokens read and written within a minute
 * @param concurrent requests under way at once
 * @param budgetPerDay cost within a day (UTC), in the currency of the prices
 * @param budgetPerMonth cost within a month (UTC), in the same
 */
public record KeyBounds(
    long requestsPerMinute,
    long tokensPerMinute,
    long concurrent,
    double budgetPerDay,
    double budgetPerMonth) {
  /** No bounds. */
  public static final KeyBounds NONE = new KeyBounds(0, 0, 0, 0, 0);

  public KeyBounds {
    if (requestsPerMinute < 0
        || tokensPerMinute < 0
        || concurrent < 0
        || !(budgetPerDay >= 0)
        || !(budgetPerMonth >= 0)) {
      throw new IllegalArgumentException("a bound is 0, for none, or more");
    }
  }

  /** The same, with the budgets of another. */
  public KeyBounds withBudgetsOf(KeyBounds other) {
    return new KeyBounds(
        requestsPerMinute, tokensPerMinute, concurrent, other.budgetPerDay, other.budgetPerMonth);
  }
}
