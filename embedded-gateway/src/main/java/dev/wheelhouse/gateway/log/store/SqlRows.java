// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.log.store;

import dev.wheelhouse.gateway.log.LogBucket;
import dev.wheelhouse.gateway.log.LogEntry;
import dev.wheelhouse.gateway.log.LogRecord;
import dev.wheelhouse.gateway.log.LogText;
import dev.wheelhouse.gateway.log.ParameterOutcome;
import dev.wheelhouse.gateway.log.UpstreamOutcome;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Between rows and records. */
final class SqlRows {
  /** The columns of an entry, in the order of {@link #bind}. */
  static final String COLUMNS =
      "id, at_ms, key_id, key_name, dialect, operation, asked_model, stream, temperature, parameters,"
          + " upstream, family, model, reason, retries, cache, outcome, status, error,"
          + " tokens_in, tokens_out, tokens_cached, cost, total_us, queue_us, upstream_us,"
          + " gateway_us, first_token_us, tokens_per_second";

  /** How many these are. */
  static final int COUNT = COLUMNS.split(",").length;

  /** As many placeholders as there are columns. */
  static final String PLACES = "?" + ", ?".repeat(COUNT - 1);

  private SqlRows() {}

  /** Sets all columns of an entry. */
  static void bind(PreparedStatement statement, LogEntry entry) throws SQLException {
    Setter set = new Setter(statement);
    set.text(entry.id());
    set.number(entry.at().toEpochMilli());
    set.text(entry.asked().keyId());
    set.text(entry.asked().key());
    set.text(entry.asked().dialect());
    set.text(entry.asked().operation());
    set.text(LogText.scrub(entry.asked().model()));
    set.number(entry.asked().stream() ? 1 : 0);
    set.real(entry.asked().temperature());
    set.text(entry.asked().parameters());
    set.text(entry.route().upstream());
    set.text(entry.route().family());
    set.text(entry.route().model());
    set.text(entry.route().reason());
    set.number(entry.route().retries());
    set.text(entry.route().cache());
    set.text(entry.result().outcome());
    set.number(entry.result().status());
    set.text(entry.result().error());
    set.number(entry.tokens().input());
    set.number(entry.tokens().output());
    set.number(entry.tokens().cached());
    set.real(entry.tokens().cost());
    set.number(entry.timing().total());
    set.number(entry.timing().queue());
    set.number(entry.timing().upstream());
    set.number(entry.timing().gateway());
    set.count(entry.timing().firstToken());
    set.real(entry.timing().tokensPerSecond());
  }

  /** The entry of a row with {@link #COLUMNS}. */
  static LogEntry entry(ResultSet row) throws SQLException {
    return new LogEntry(
        row.getString("id"),
        Instant.ofEpochMilli(row.getLong("at_ms")),
        new LogEntry.Asked(
            row.getString("key_id"),
            row.getString("key_name"),
            row.getString("dialect"),
            row.getString("operation"),
            row.getString("asked_model"),
            row.getInt("stream") == 1,
            real(row, "temperature"),
            row.getString("parameters")),
        new LogEntry.Route(
            row.getString("upstream"),
            row.getString("family"),
            row.getString("model"),
            row.getString("reason"),
            row.getInt("retries"),
            row.getString("cache")),
        new LogEntry.Result(row.getString("outcome"), row.getInt("status"), row.getString("error")),
        new LogEntry.Tokens(
            row.getLong("tokens_in"),
            row.getLong("tokens_out"),
            row.getLong("tokens_cached"),
            real(row, "cost")),
        new LogEntry.Timing(
            row.getLong("total_us"),
            row.getLong("queue_us"),
            row.getLong("upstream_us"),
            row.getLong("gateway_us"),
            count(row, "first_token_us"),
            real(row, "tokens_per_second")));
  }

  /** About how many bytes a record takes. */
  static long size(LogRecord record) {
    return 400L
        + record.entry().asked().parameters().length()
        + record.request().getBytes(StandardCharsets.UTF_8).length
        + record.answer().getBytes(StandardCharsets.UTF_8).length;
  }

  static LogBucket bucket(ResultSet row, long spanMillis) throws SQLException {
    return new LogBucket(
        Instant.ofEpochMilli(row.getLong("bucket") * spanMillis),
        row.getLong("requests"),
        row.getLong("failed"),
        row.getLong("tokens_in"),
        row.getLong("tokens_out"),
        count(row, "p50"),
        count(row, "p95"),
        real(row, "per_second"),
        row.getDouble("cost"),
        row.getLong("asked"),
        row.getLong("hits"));
  }

  static ParameterOutcome parameter(ResultSet row) throws SQLException {
    return new ParameterOutcome(
        row.getString("model"),
        real(row, "temperature"),
        row.getLong("requests"),
        row.getLong("completed"),
        row.getLong("failed"),
        row.getDouble("total_us"),
        real(row, "first_token_us"),
        row.getDouble("tokens_in"),
        row.getDouble("tokens_out"),
        row.getDouble("cost"),
        row.getLong("rated"),
        real(row, "score"));
  }

  static UpstreamOutcome upstream(ResultSet row) throws SQLException {
    return new UpstreamOutcome(
        row.getString("upstream"),
        row.getString("family"),
        row.getLong("requests"),
        row.getLong("completed"),
        row.getLong("failed"),
        row.getLong("retries"),
        row.getLong("tokens_in"),
        row.getLong("tokens_out"),
        row.getDouble("total_us"),
        real(row, "first_token_us"),
        row.getDouble("cost"));
  }

  private static @Nullable Double real(ResultSet row, String column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? null : value;
  }

  private static @Nullable Long count(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }

  /** Sets one placeholder after the other. */
  private static final class Setter {
    private final PreparedStatement statement;
    private int next = 1;

    Setter(PreparedStatement statement) {
      this.statement = statement;
    }

    void text(String value) throws SQLException {
      // Postgres cannot store it
      statement.setString(next++, value.indexOf('\0') < 0 ? value : value.replace('\0', ' '));
    }

    void number(long value) throws SQLException {
      statement.setLong(next++, value);
    }

    void count(@Nullable Long value) throws SQLException {
      if (value == null) {
        statement.setNull(next++, Types.BIGINT);
      } else {
        statement.setLong(next++, value);
      }
    }

    void real(@Nullable Double value) throws SQLException {
      if (value == null) {
        statement.setNull(next++, Types.DOUBLE);
      } else {
        statement.setDouble(next++, value);
      }
    }
  }
}
