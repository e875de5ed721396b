// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.config;

import dev.wheelhouse.engine.platform.PrivateFiles;
import dev.wheelhouse.engine.problem.InputProblem.FileTrouble;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.gateway.Gateway;
import dev.wheelhouse.gateway.log.LogConfig;
import dev.wheelhouse.gateway.log.LogFailure;
import dev.wheelhouse.gateway.log.Retention;
import java.nio.file.Path;
import java.time.Duration;

/** Puts settings in use in a running gateway. */
public final class LiveSettings {
  private static final int CONTENT_BYTES = 64 << 10;
  private static final long MEGABYTE = 1_000_000;

  private final Path log;

  /**
   * @param log where the log of requests lies
   */
  public LiveSettings(Path log) {
    this.log = log;
  }

  /**
   * Puts all of them in use.
   *
   * @throws ProblemException when one of them cannot be used
   */
  public void use(Gateway gateway, GatewaySettings settings) {
    try {
      PrivateFiles.folder(log.toAbsolutePath().resolveSibling(".").normalize());
      gateway.log(log(settings.log()));
    } catch (LogFailure e) {
      throw new ProblemException(
          new FileTrouble(log.toString(), String.valueOf(e.getMessage())), e);
    }
  }

  private LogConfig log(RequestLogSettings settings) {
    if (!settings.on()) {
      return LogConfig.OFF;
    }
    return LogConfig.sqlite(log)
        .withRetention(
            new Retention(settings.megabytes() * MEGABYTE, Duration.ofDays(settings.days())))
        .withContent(settings.contents() ? CONTENT_BYTES : 0);
  }
}
