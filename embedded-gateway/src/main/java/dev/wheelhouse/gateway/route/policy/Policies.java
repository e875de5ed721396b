// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.policy;

import dev.wheelhouse.gateway.route.health.Averages;
import dev.wheelhouse.gateway.route.pool.Pool;

/** Makes the policy that a pool names. */
public final class Policies {
  private Policies() {}

  /** The policy of a pool. */
  public static Policy of(Pool pool) {
    return switch (pool.policy()) {
      case PRIORITY -> new Priority();
      case ROUND_ROBIN -> new RoundRobin();
      case RANDOM -> new RandomOrder();
      case WEIGHTED -> new Weighted();
      case LEAST_IN_FLIGHT -> new LeastInFlight();
      case LEAST_LATENCY -> new LeastLatency();
      case LOWEST_COST -> new LowestCost();
      case HIGHEST_SUCCESS -> new HighestSuccess();
      case DYNAMIC_WEIGHT -> new DynamicWeight();
      case WARM_FIRST -> new WarmFirst();
      case SPILLOVER -> new Spillover(pool.options().spillAt());
    };
  }

  /** The weighted composite that the Dynamic Weight Algorithm goes by. */
  public static double composite(Averages averages) {
    return DynamicWeight.composite(averages);
  }
}
