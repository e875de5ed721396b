// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.fallback;

import java.time.Duration;

/** How long to wait before the same target is asked again. */
public final class Backoff {
  private static final long FIRST_MILLIS = 500;
  private static final long LONGEST_MILLIS = 5_000;
  private static final double SPREAD = 0.2;

  private Backoff() {}

  /**
   * Twice as long each time, up to five seconds, and up to a fifth more or less, so that clients
   * which failed together do not come back together.
   *
   * @param repeat counted from 0
   * @param chance from 0 to below 1
   */
  public static Duration of(int repeat, double chance) {
    long base = Math.min(FIRST_MILLIS << Math.min(repeat, 10), LONGEST_MILLIS);
    return Duration.ofMillis(Math.round(base * (1 - SPREAD + 2 * SPREAD * chance)));
  }

  /** Whether a wait that an upstream asks for is short enough to be waited for here. */
  public static boolean bearable(Duration wait) {
    return wait.toMillis() <= LONGEST_MILLIS * 2;
  }
}
