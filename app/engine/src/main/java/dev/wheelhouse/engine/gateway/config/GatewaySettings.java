// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.config;

import java.util.List;

/**
 * How the user has set up the gateway; its port and its providers are in the settings.
 *
 * @param pools in the order in which they are listed
 * @param limits for all clients together; those of one client stand in its key
 */
public record GatewaySettings(
    RequestLogSettings log,
    CacheSettings cache,
    List<PoolSettings> pools,
    List<ModelLimit> limits,
    List<ModelPrice> prices) {
  /** What holds until the user changes it. */
  public static final GatewaySettings STANDARD =
      new GatewaySettings(
          RequestLogSettings.STANDARD, CacheSettings.STANDARD, List.of(), List.of(), List.of());

  public GatewaySettings {
    pools = List.copyOf(pools);
    limits = List.copyOf(limits);
    prices = List.copyOf(prices);
    if (pools.stream().map(PoolSettings::name).distinct().count() < pools.size()) {
      throw new IllegalArgumentException("two pools have one name");
    }
  }

  public GatewaySettings withLog(RequestLogSettings changed) {
    return new GatewaySettings(changed, cache, pools, limits, prices);
  }

  public GatewaySettings withCache(CacheSettings changed) {
    return new GatewaySettings(log, changed, pools, limits, prices);
  }

  public GatewaySettings withPools(List<PoolSettings> changed) {
    return new GatewaySettings(log, cache, changed, limits, prices);
  }

  public GatewaySettings withLimits(List<ModelLimit> changed) {
    return new GatewaySettings(log, cache, pools, changed, prices);
  }

  public GatewaySettings withPrices(List<ModelPrice> changed) {
    return new GatewaySettings(log, cache, pools, limits, changed);
  }
}
