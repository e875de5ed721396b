// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route;

import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * What routing takes from outside, so that tests can give it.
 *
 * @param nanos measures spans of time
 * @param chance random numbers from 0 to below 1
 */
public record RouteSources(Clock clock, LongSupplier nanos, DoubleSupplier chance) {
  /** The machine's own. */
  public static RouteSources system() {
    return at(Clock.systemUTC());
  }

  /** The machine's own, but with this clock. */
  public static RouteSources at(Clock clock) {
    return new RouteSources(
        clock, System::nanoTime, () -> ThreadLocalRandom.current().nextDouble());
  }
}
