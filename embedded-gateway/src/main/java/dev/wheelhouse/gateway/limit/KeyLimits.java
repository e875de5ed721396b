// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.limit;

/**
 * How much of the gateway may be used, by one key or through one model. 0 means no limit.
 *
 * @param requestsPerMinute requests that start within a minute
 * @param tokensPerMinute tokens read and written within a minute
 * @param concurrent requests under way at once
 * @param budgetPerDay cost within a day (UTC), in millionths of the currency of the prices
 * @param budgetPerMonth cost within a month (UTC), in the same unit
 */
public record KeyLimits(
    long requestsPerMinute,
    long tokensPerMinute,
    long concurrent,
    long budgetPerDay,
    long budgetPerMonth) {
  /** No limit at all. */
  public static final KeyLimits NONE = new KeyLimits(0, 0, 0, 0, 0);

  /** Checks the ranges. */
  public KeyLimits {
    if (requestsPerMinute < 0
        || tokensPerMinute < 0
        || concurrent < 0
        || budgetPerDay < 0
        || budgetPerMonth < 0) {
      throw new IllegalArgumentException("a limit is 0, for none, or more");
    }
  }

  /** The same, but for requests a minute. */
  KeyLimits withoutRequests() {
    return new KeyLimits(0, tokensPerMinute, concurrent, budgetPerDay, budgetPerMonth);
  }

  /** Whether there is nothing to check. */
  public boolean none() {
    return equals(NONE);
  }
}
