// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.pool;

import java.util.List;
import java.util.Optional;

/** The routing of the gateway that runs in this process. Thread-safe. */
public interface GatewayPools {
  /** The pools now, in the order of the settings; none without a running gateway. */
  List<PoolNow> now();

  /** Where a request for this model would go; empty without a running gateway. */
  Optional<RouteAnswer> explain(String model);

  /** Forgets what was learned of every target. */
  void reset();
}
