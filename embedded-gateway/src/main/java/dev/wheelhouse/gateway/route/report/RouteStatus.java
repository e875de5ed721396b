// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.report;

import java.util.List;

/**
 * All routing at one moment.
 *
 * @param pools in the order of the configuration
 * @param seen every model of every upstream that was asked so far, in a pool or not
 */
public record RouteStatus(List<PoolStatus> pools, List<TargetStatus> seen) {
  /** Copies the lists. */
  public RouteStatus {
    pools = List.copyOf(pools);
    seen = List.copyOf(seen);
  }
}
