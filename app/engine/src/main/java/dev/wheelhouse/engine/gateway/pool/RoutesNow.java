// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.pool;

import java.util.List;

/**
 * All routing at one moment.
 *
 * @param seen every model that was asked so far, in a pool or not
 */
public record RoutesNow(List<PoolNow> pools, List<TargetNow> seen) {
  public RoutesNow {
    pools = List.copyOf(pools);
    seen = List.copyOf(seen);
  }
}
