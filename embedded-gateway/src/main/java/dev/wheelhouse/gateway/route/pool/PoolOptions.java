// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.pool;

import java.time.Duration;

/**
 * What else holds for a pool, whatever its policy.
 *
 * @param retries repeats at one target before the next one is asked; each target has as many
 * @param sticky whether a conversation stays with the target that answered it last
 * @param local whether only targets on this machine may answer (the privacy pin)
 * @param maxPrice the cost cap: the most that a million tokens read plus a million written may cost
 * @param spillAt how many chats a target takes before the policy {@code SPILLOVER} passes on
 * @param firstToken how long a target may take to its first token; zero for the gateway's own timer
 * @param throughput how fast the start of a stream must run to be shown
 */
public record PoolOptions(
    int retries,
    boolean sticky,
    boolean local,
    double maxPrice,
    int spillAt,
    Duration firstToken,
    ThroughputGuard throughput) {

  /** No repeats, not sticky, any place, any price, four chats at once, the gateway's timer. */
  public static final PoolOptions DEFAULT =
      new PoolOptions(0, false, false, Double.POSITIVE_INFINITY, 4, Duration.ZERO);

  /** Checks the ranges. */
  public PoolOptions {
    if (retries < 0 || spillAt < 1 || !(maxPrice >= 0) || firstToken.isNegative()) {
      throw new IllegalArgumentException("an option of a pool is out of its range");
    }
  }

  /** Options without a guard of how fast streams start. */
  public PoolOptions(
      int retries,
      boolean sticky,
      boolean local,
      double maxPrice,
      int spillAt,
      Duration firstToken) {
    this(retries, sticky, local, maxPrice, spillAt, firstToken, ThroughputGuard.OFF);
  }

  /** The same with this many repeats. */
  public PoolOptions withRetries(int other) {
    return new PoolOptions(other, sticky, local, maxPrice, spillAt, firstToken, throughput);
  }

  /** The same, but sticky. */
  public PoolOptions stickyToo() {
    return new PoolOptions(retries, true, local, maxPrice, spillAt, firstToken, throughput);
  }

  /** The same, but never leaving this machine. */
  public PoolOptions localOnly() {
    return new PoolOptions(retries, sticky, true, maxPrice, spillAt, firstToken, throughput);
  }

  /** The same with this cost cap. */
  public PoolOptions cappedAt(double other) {
    return new PoolOptions(retries, sticky, local, other, spillAt, firstToken, throughput);
  }

  /** The same, spilling over at this many chats. */
  public PoolOptions spillingAt(int other) {
    return new PoolOptions(retries, sticky, local, maxPrice, other, firstToken, throughput);
  }

  /** The same with another timer for the first token. */
  public PoolOptions withFirstToken(Duration other) {
    return new PoolOptions(retries, sticky, local, maxPrice, spillAt, other, throughput);
  }

  /** The same with a guard of how fast streams start. */
  public PoolOptions guarded(ThroughputGuard other) {
    return new PoolOptions(retries, sticky, local, maxPrice, spillAt, firstToken, other);
  }
}
