// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.config;

import dev.wheelhouse.gateway.key.ModelNames;
import java.util.List;
import java.util.Optional;

/**
 * How the user has set up the gateway; its port and its providers are in the settings.
 *
 * @param pools in the order in which they are listed
 * @param limits for all clients together; those of one client stand in its key
 * @param origins of the web pages that may call, such as {@code https://app.example.com}
 */
public record GatewaySettings(
    RequestLogSettings log,
    CacheSettings cache,
    List<PoolSettings> pools,
    List<ModelLimit> limits,
    List<ModelPrice> prices,
    List<String> origins) {
  /** What holds until the user changes it. */
  public static final GatewaySettings STANDARD =
      new GatewaySettings(
          RequestLogSettings.STANDARD,
          CacheSettings.STANDARD,
          List.of(),
          List.of(),
          List.of(),
          List.of());

  private static final String ORIGIN = "[a-z][a-z0-9+.-]*://[A-Za-z0-9._:\\[\\]-]+";

  public GatewaySettings {
    pools = List.copyOf(pools);
    limits = List.copyOf(limits);
    prices = List.copyOf(prices);
    origins = List.copyOf(origins);
    origins.stream()
        .filter(origin -> !origin.matches(ORIGIN))
        .findFirst()
        .ifPresent(origin -> {
          throw new IllegalArgumentException(
              "\"" + origin + "\" is no web origin such as https://app.example.com");
        });
    if (pools.stream().map(PoolSettings::name).distinct().count() < pools.size()) {
      throw new IllegalArgumentException("two pools have one name");
    }
  }

  /** What a target's tokens cost: its own price, or the first of the list that fits its model. */
  public Optional<TokenPrice> price(PoolTarget target) {
    return Optional.ofNullable(target.price())
        .or(() ->
            prices.stream()
                .filter(price -> ModelNames.matches(price.models(), target.model()))
                .findFirst()
                .map(price -> new TokenPrice(price.input(), price.output())));
  }

  public GatewaySettings withLog(RequestLogSettings changed) {
    return new GatewaySettings(changed, cache, pools, limits, prices, origins);
  }

  public GatewaySettings withCache(CacheSettings changed) {
    return new GatewaySettings(log, changed, pools, limits, prices, origins);
  }

  public GatewaySettings withPools(List<PoolSettings> changed) {
    return new GatewaySettings(log, cache, changed, limits, prices, origins);
  }

  public GatewaySettings withLimits(List<ModelLimit> changed) {
    return new GatewaySettings(log, cache, pools, changed, prices, origins);
  }

  public GatewaySettings withPrices(List<ModelPrice> changed) {
    return new GatewaySettings(log, cache, pools, limits, changed, origins);
  }

  public GatewaySettings withOrigins(List<String> changed) {
    return new GatewaySettings(log, cache, pools, limits, prices, changed);
  }
}
