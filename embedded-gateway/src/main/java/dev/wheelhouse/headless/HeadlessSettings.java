// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.headless;

import dev.wheelhouse.gateway.GatewayConfig;
import dev.wheelhouse.gateway.admission.LimitRules;
import dev.wheelhouse.gateway.cache.CacheRules;
import dev.wheelhouse.gateway.cache.SimilarRules;
import dev.wheelhouse.gateway.http.Exposure;
import dev.wheelhouse.gateway.key.JwtRules;
import dev.wheelhouse.gateway.log.LogConfig;
import dev.wheelhouse.gateway.redis.RedisConfig;
import dev.wheelhouse.gateway.route.pool.RouteConfig;
import dev.wheelhouse.gateway.secret.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that the program is told, checked. The values of secrets are in {@link Secret}s only.
 *
 * @param rules limits, prices, pools, the cache, and whose signed tokens count
 * @param stores what is kept, and where
 * @param drain how long streams may go on after the end was asked for
 * @param notes sentences about settings that change nothing
 */
public record HeadlessSettings(
    GatewayConfig gateway,
    Exposure exposure,
    Rules rules,
    Stores stores,
    Duration drain,
    List<String> notes) {

  /** Copies the list. */
  public HeadlessSettings {
    notes = List.copyOf(notes);
  }

  /** What is put in place once the gateway runs. */
  public record Rules(
      RouteConfig routes,
      LimitRules limits,
      CacheRules cache,
      SimilarRules similar,
      Optional<JwtRules> tokens) {}

  /**
   * What outlives the process.
   *
   * @param database of the log and the client keys
   * @param redis shared by gateways: limits, answers, and the keys where there is no database
   * @param keys the file of the client keys, where there is no database
   */
  public record Stores(
      Optional<Secret> database, Optional<RedisConfig> redis, Optional<Path> keys, LogConfig log) {}

  /**
   * Reads the environment, and the file that it names.
   *
   * @throws SettingsProblem when something cannot be used; the first one found
   */
  public static HeadlessSettings of(Map<String, String> environment) {
    return new SettingsReader(new Variables(environment)).read();
  }
}
