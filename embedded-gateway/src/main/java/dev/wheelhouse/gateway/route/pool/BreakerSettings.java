// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.pool;

import java.time.Duration;

/**
 * When a target is left alone for a while.
 *
 * @param failures consecutive failures (HTTP 5xx, timers, broken answers) that open the breaker; a
 *     target that cannot be reached opens it at once
 * @param openFor how long until one request tries again; twice as long after each failed try, up to
 *     a minute
 */
public record BreakerSettings(int failures, Duration openFor) {
  /** Five failures, five seconds. */
  public static final BreakerSettings DEFAULT = new BreakerSettings(5, Duration.ofSeconds(5));

  /** Checks the ranges. */
  public BreakerSettings {
    if (failures < 1 || openFor.isNegative() || openFor.isZero()) {
      throw new IllegalArgumentException("a breaker needs a threshold and a time");
    }
  }
}
