// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.report;

import dev.wheelhouse.gateway.route.pool.Pool;
import java.util.List;

/**
 * A pool at one moment.
 *
 * @param targets in the order of the configuration
 */
public record PoolStatus(Pool pool, List<TargetStatus> targets) {
  /** Copies the list. */
  public PoolStatus {
    targets = List.copyOf(targets);
  }
}
