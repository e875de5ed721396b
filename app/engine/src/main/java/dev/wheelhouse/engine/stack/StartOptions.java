// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack;

import java.time.Duration;
import java.util.Set;

/**
 * How to start.
 *
 * @param services only these and what they depend on; empty for all
 * @param timeout for one service to become healthy
 */
public record StartOptions(Set<String> services, Duration timeout) {
  public StartOptions {
    services = Set.copyOf(services);
  }

  /** The whole stack, three minutes for each service. */
  public static StartOptions all() {
    return new StartOptions(Set.of(), Duration.ofMinutes(3));
  }
}
