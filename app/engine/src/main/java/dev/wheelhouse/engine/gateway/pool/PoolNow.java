// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.pool;

import dev.wheelhouse.engine.gateway.config.PoolPolicy;
import java.util.List;

/** A pool at one moment. */
public record PoolNow(String name, PoolPolicy policy, List<TargetNow> targets) {
  public PoolNow {
    targets = List.copyOf(targets);
  }
}
