// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.log;

import dev.wheelhouse.gateway.secret.Secret;
import java.nio.file.Path;

/**
 * How requests are logged.
 *
 * @param store where to
 * @param contentBytes how much of each request and of each answer's text is kept; 0, the usual
 *     value, for none
 */
public record LogConfig(Store store, Retention retention, int contentBytes) {
  /** The most of one request or answer that can be kept. */
  public static final int MAX_CONTENT_BYTES = 1 << 20;

  /** No log. */
  public static final LogConfig OFF = new LogConfig(new Store.Off(), Retention.DEFAULT, 0);

  /** Checks the bound. */
  public LogConfig {
    if (contentBytes < 0 || contentBytes > MAX_CONTENT_BYTES) {
      throw new IllegalArgumentException("content is kept up to " + MAX_CONTENT_BYTES + " bytes");
    }
  }

  /** Where the log lies. */
  public sealed interface Store {
    /** Nowhere. */
    record Off() implements Store {}

    /** In a file of its own, which is made when it is not there. */
    record Sqlite(Path file) implements Store {}

    /**
     * In a Postgres database, perhaps shared with other gateways.
     *
     * @param url as in {@code DATABASE_URL}; it holds the password
     */
    record Postgres(Secret url) implements Store {}
  }

  /** Metadata into a file, with the usual bounds. */
  public static LogConfig sqlite(Path file) {
    return new LogConfig(new Store.Sqlite(file), Retention.DEFAULT, 0);
  }

  /** Metadata into a Postgres database, with the usual bounds. */
  public static LogConfig postgres(Secret url) {
    return new LogConfig(new Store.Postgres(url), Retention.DEFAULT, 0);
  }

  /** The same with other bounds. */
  public LogConfig withRetention(Retention other) {
    return new LogConfig(store, other, contentBytes);
  }

  /** The same with the beginning of requests and answers. */
  public LogConfig withContent(int bytes) {
    return new LogConfig(store, retention, bytes);
  }
}
