// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.log.store;

import dev.wheelhouse.gateway.log.LogFailure;
import dev.wheelhouse.gateway.log.Retention;
import dev.wheelhouse.gateway.secret.Secret;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** The log in a Postgres database, in a schema of its own; several gateways may share it. */
final class PostgresLog extends SqlLog {
  private static final String SCHEMA = "wheelhouse_gateway";
  private static final Duration BETWEEN_SIZES = Duration.ofMinutes(1);

  private final PostgresAddress address;
  private Instant sizedAt = Instant.MIN;

  private PostgresLog(PostgresAddress address) {
    this.address = address;
  }

  /** Connects, and makes the tables where they are missing. */
  static PostgresLog at(Secret url) {
    PostgresLog log = new PostgresLog(PostgresAddress.of(url));
    log.writing(
        "The request log cannot be opened",
        connection -> {
          // two gateways that start at once must not both make it
          runAll(connection, "SELECT pg_advisory_xact_lock(20261121)");
          runAll(connection, "CREATE SCHEMA IF NOT EXISTS " + SCHEMA);
          runAll(connection, TABLES.formatted("COLLATE \"C\"", ""));
          runAll(connection, "ALTER TABLE requests ADD COLUMN IF NOT EXISTS " + KEY_ID);
          return true;
        });
    return log;
  }

  @Override
  public String kind() {
    return "postgres";
  }

  @Override
  Connection open(boolean toWrite) throws SQLException {
    Connection connection = DriverManager.getConnection(address.url(), address.properties(SCHEMA));
    connection.setReadOnly(!toWrite);
    connection.setAutoCommit(false); // also for reading: only so are rows fetched bit by bit
    return connection;
  }

  @Override
  void begin(Connection connection) {
    // it begins with the first statement
  }

  @Override
  void commit(Connection connection) throws SQLException {
    connection.commit();
  }

  /**
   * What deletes leave behind is reused by later entries, so bytes are counted by what the entries
   * hold, not by the files. That is looked up now and then only.
   */
  @Override
  public int trim(Retention retention, Instant now, int batch) {
    return writing(
        "The request log cannot be trimmed",
        connection -> {
          int old = deleteOlderThan(connection, now.minus(retention.maxAge()), batch);
          if (old > 0 || sizedAt.isAfter(now.minus(BETWEEN_SIZES))) {
            return old;
          }
          long excess = sum(connection) - retention.maxBytes();
          if (excess <= 0) {
            sizedAt = now;
            return 0;
          }
          return deleteOldest(connection, excess, batch);
        });
  }

  private static long sum(Connection connection) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement("SELECT COALESCE(SUM(bytes), 0) FROM requests");
        ResultSet row = statement.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  @Override
  public void clear() {
    writing(
        "The request log cannot be cleared",
        connection -> {
          runAll(connection, "TRUNCATE requests, contents, feedback");
          return true;
        });
  }

  @Override
  public String notice() {
    return "";
  }

  @Override
  public long bytes() {
    try {
      return number(
          "SELECT pg_total_relation_size('requests') + pg_total_relation_size('contents')"
              + " + pg_total_relation_size('feedback')");
    } catch (LogFailure e) {
      return 0;
    }
  }
}
