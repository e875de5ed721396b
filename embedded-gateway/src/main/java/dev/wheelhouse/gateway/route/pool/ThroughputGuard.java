// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.pool;

import java.time.Duration;

/**
 * How fast a stream must run at its start to be shown; else the next target of the pool is asked.
 *
 * @param charsPerSecond the least, of text, reasoning and arguments of tools; 0 for no guard
 * @param window how long the start is held back and measured at most
 */
public record ThroughputGuard(double charsPerSecond, Duration window) {
  private static final Duration USUAL_WINDOW = Duration.ofSeconds(5);

  /** Every stream is shown from its first content on. */
  public static final ThroughputGuard OFF = new ThroughputGuard(0, USUAL_WINDOW);

  /** Checks the ranges. */
  public ThroughputGuard {
    boolean finite = charsPerSecond >= 0 && charsPerSecond < Double.POSITIVE_INFINITY;
    if (!finite || window.isNegative() || window.isZero()) {
      throw new IllegalArgumentException(
          "a least number of characters a second, or the time that"
              + " they are counted in, is out of its range");
    }
  }

  /** A guard with the usual window of five seconds. */
  public static ThroughputGuard atLeast(double charsPerSecond) {
    return new ThroughputGuard(charsPerSecond, USUAL_WINDOW);
  }

  /** Whether there is anything to guard. */
  public boolean on() {
    return charsPerSecond > 0;
  }
}
