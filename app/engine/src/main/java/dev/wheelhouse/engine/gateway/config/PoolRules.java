// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.config;

/**
 * What holds for a pool beside its policy.
 *
 * @param spillAt how many answers a target has under way before {@link PoolPolicy#SPILLOVER} goes
 *     on to the next
 * @param maxPrice targets whose million tokens read and million written cost more together are
 *     passed over; 0 for any price
 * @param larger the model that is asked when a conversation is too long for every target; empty for
 *     none
 */
public record PoolRules(int spillAt, double maxPrice, String larger) {
  /** Four at once, any price, no larger model. */
  public static final PoolRules STANDARD = new PoolRules(4, 0, "");

  public PoolRules {
    if (spillAt < 1 || spillAt > 10_000) {
      throw new IllegalArgumentException("a target takes 1 to 10000 answers at once");
    }
    if (!(maxPrice >= 0) || Double.isInfinite(maxPrice)) {
      throw new IllegalArgumentException("a price is not negative");
    }
    larger = larger.strip();
  }

  public PoolRules withSpillAt(int changed) {
    return new PoolRules(changed, maxPrice, larger);
  }

  public PoolRules withMaxPrice(double changed) {
    return new PoolRules(spillAt, changed, larger);
  }

  public PoolRules withLarger(String changed) {
    return new PoolRules(spillAt, maxPrice, changed);
  }
}
