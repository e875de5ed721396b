// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.pool;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How models are routed.
 *
 * @param pools in the order in which they are listed
 * @param breaker when a target is left alone
 * @param largerContext for a pool or model, the models (or {@code upstream/model}) that are asked
 *     when a conversation is too long for it, in this order
 */
public record RouteConfig(
    List<Pool> pools, BreakerSettings breaker, Map<String, List<String>> largerContext) {
  /** No pools: every model goes where it is. */
  public static final RouteConfig NONE = of();

  /** Checks that no name is there twice. */
  public RouteConfig {
    pools = List.copyOf(pools);
    Map<String, List<String>> copy = new TreeMap<>();
    largerContext.forEach((model, others) -> copy.put(model, List.copyOf(others)));
    largerContext = Map.copyOf(copy);
    Set<String> names = new HashSet<>();
    for (Pool pool : pools) {
      if (!names.add(pool.name())) {
        throw new IllegalArgumentException("two pools are called " + pool.name());
      }
    }
  }

  /** These pools with the usual breaker. */
  public static RouteConfig of(Pool... pools) {
    return new RouteConfig(List.of(pools), BreakerSettings.DEFAULT, Map.of());
  }

  /** The same with another breaker. */
  public RouteConfig with(BreakerSettings other) {
    return new RouteConfig(pools, other, largerContext);
  }

  /** The same with models for longer conversations. */
  public RouteConfig withLargerContext(Map<String, List<String>> other) {
    return new RouteConfig(pools, breaker, other);
  }
}
