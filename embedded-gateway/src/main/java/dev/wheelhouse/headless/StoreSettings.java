// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.headless;

import dev.wheelhouse.gateway.log.LogConfig;
import dev.wheelhouse.gateway.log.Retention;
import dev.wheelhouse.gateway.redis.RedisConfig;
import dev.wheelhouse.gateway.secret.Secret;
import dev.wheelhouse.headless.HeadlessSettings.Stores;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where the program keeps what outlives it. */
final class StoreSettings {
  static final String KEYS = "WHEELHOUSE_GATEWAY_KEYS";
  static final String LOG = "WHEELHOUSE_GATEWAY_REQUEST_LOG";
  static final String LOG_DAYS = "WHEELHOUSE_GATEWAY_REQUEST_LOG_DAYS";
  static final String LOG_MEGABYTES = "WHEELHOUSE_GATEWAY_REQUEST_LOG_MEGABYTES";
  private static final int REDIS_PORT = 6379;

  private final Variables variables;

  private StoreSettings(Variables variables) {
    this.variables = variables;
  }

  static Stores read(Variables variables) {
    StoreSettings reading = new StoreSettings(variables);
    Optional<Secret> database = variables.secret("DATABASE_URL");
    return new Stores(
        database,
        reading.redis(),
        variables.text(KEYS).map(text -> path(KEYS, text)),
        reading.log(database));
  }

  /** One address, or host, port, password and number of the database apart. */
  private Optional<RedisConfig> redis() {
    Optional<Variables.Value> url = variables.secretValue("REDIS_URL");
    if (url.isPresent()) {
      return Optional.of(redis(url.get()));
    }
    Optional<String> host = variables.text("REDIS_HOST");
    if (host.isEmpty()) {
      return Optional.empty();
    }
    Secret password = variables.secret("REDIS_PASSWORD").orElse(Secret.none());
    int port = variables.number("REDIS_PORT", 1, 65535).orElse(REDIS_PORT);
    int number = variables.number("REDIS_DB", 0, 1 << 14).orElse(0);
    RedisConfig usual = RedisConfig.of(host.get(), port, password);
    return Optional.of(
        new RedisConfig(
            usual.host(),
            usual.port(),
            usual.tls(),
            usual.user(),
            usual.password(),
            number,
            usual.prefix(),
            usual.timeout()));
  }

  private static RedisConfig redis(Variables.Value url) {
    try {
      return RedisConfig.of(URI.create(url.text()));
    } catch (IllegalArgumentException e) {
      // the message would show the password
      throw new SettingsProblem(
          url.name(), "It is no address of a Redis.", "Write redis://:password@host:6379/0.");
    }
  }

  /** In the database unless a file is named; off without either, or when that is said. */
  private LogConfig log(Optional<Secret> database) {
    Optional<String> file = variables.text(LOG);
    if (file.equals(Optional.of("off")) || (file.isEmpty() && database.isEmpty())) {
      return LogConfig.OFF;
    }
    LogConfig log =
        file.map(text -> LogConfig.sqlite(path(LOG, text)))
            .orElseGet(() -> LogConfig.postgres(database.orElseThrow()));
    int days =
        variables.number(LOG_DAYS, 1, 36_500).orElse((int) Retention.DEFAULT.maxAge().toDays());
    long bytes =
        variables
            .number(LOG_MEGABYTES, 1, 1 << 20)
            .map(megabytes -> megabytes * Retention.MEGABYTE)
            .orElse(Retention.DEFAULT.maxBytes());
    return log.withRetention(new Retention(bytes, Duration.ofDays(days)));
  }

  private static Path path(String setting, String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new SettingsProblem(setting, "It is no path of a file.", "Name a file.");
    }
  }
}
