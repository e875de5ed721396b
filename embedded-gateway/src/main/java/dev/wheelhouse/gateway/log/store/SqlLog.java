// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.log.store;

import dev.wheelhouse.gateway.log.Feedback;
import dev.wheelhouse.gateway.log.LogBucket;
import dev.wheelhouse.gateway.log.LogDetail;
import dev.wheelhouse.gateway.log.LogEntry;
import dev.wheelhouse.gateway.log.LogFailure;
import dev.wheelhouse.gateway.log.LogQuery;
import dev.wheelhouse.gateway.log.LogRecord;
import dev.wheelhouse.gateway.log.LogText;
import dev.wheelhouse.gateway.log.ParameterOutcome;
import dev.wheelhouse.gateway.log.RequestLog;
import dev.wheelhouse.gateway.log.UpstreamOutcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What both databases do the same way. The writer's connection belongs to one thread. */
abstract class SqlLog implements RequestLog {
  /** The tables, whatever the database. Ids sort by time, so no other index is needed. */
  static final String TABLES =
      """
      CREATE TABLE IF NOT EXISTS requests (
        id TEXT %1$s PRIMARY KEY, at_ms BIGINT NOT NULL, key_id TEXT NOT NULL DEFAULT '',
        key_name TEXT NOT NULL, dialect TEXT NOT NULL, operation TEXT NOT NULL, asked_model TEXT NOT NULL,
        stream INTEGER NOT NULL, temperature DOUBLE PRECISION, parameters TEXT NOT NULL,
        upstream TEXT NOT NULL, family TEXT NOT NULL, model TEXT NOT NULL,
        reason TEXT NOT NULL, retries INTEGER NOT NULL, cache TEXT NOT NULL,
        outcome TEXT NOT NULL, status INTEGER NOT NULL, error TEXT NOT NULL,
        tokens_in BIGINT NOT NULL, tokens_out BIGINT NOT NULL, tokens_cached BIGINT NOT NULL,
        cost DOUBLE PRECISION, total_us BIGINT NOT NULL, queue_us BIGINT NOT NULL,
        upstream_us BIGINT NOT NULL, gateway_us BIGINT NOT NULL, first_token_us BIGINT,
        tokens_per_second DOUBLE PRECISION, bytes BIGINT NOT NULL) %2$s;
      CREATE TABLE IF NOT EXISTS contents (
        id TEXT %1$s PRIMARY KEY REFERENCES requests (id) ON DELETE CASCADE,
        request TEXT NOT NULL, answer TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS feedback (
        id TEXT %1$s PRIMARY KEY REFERENCES requests (id) ON DELETE CASCADE,
        at_ms BIGINT NOT NULL, score DOUBLE PRECISION NOT NULL, comment TEXT NOT NULL);
      """;

  /** For tables of a version that did not know it yet; whose key it was is then not known. */
  static final String KEY_ID = "key_id TEXT NOT NULL DEFAULT ''";

  private static final long SMALLEST_STEP = 16 << 10;
  private static final String INSERT =
      "INSERT INTO requests ("
          + SqlRows.COLUMNS
          + ", bytes) VALUES ("
          + SqlRows.PLACES
          + ", ?) ON CONFLICT (id) DO NOTHING";
  private static final String INSERT_CONTENT =
      "INSERT INTO contents (id, request, answer) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING";

  private @Nullable Connection writer;

  /** A new connection, to write with or only to read. */
  abstract Connection open(boolean toWrite) throws SQLException;

  /** Starts a transaction that writes. */
  abstract void begin(Connection connection) throws SQLException;

  /** Learns why something did not work. */
  void failed(SQLException cause) {}

  /** Ends it. */
  abstract void commit(Connection connection) throws SQLException;

  /** The writer's connection, made anew when the last one broke. */
  final Connection writer() throws SQLException {
    Connection present = writer;
    if (present == null) {
      present = open(true);
      writer = present;
    }
    return present;
  }

  @Override
  public void write(List<LogRecord> records) {
    writing(
        "The request log cannot be written",
        connection -> {
          try (PreparedStatement insert = connection.prepareStatement(INSERT);
              PreparedStatement content = connection.prepareStatement(INSERT_CONTENT)) {
            boolean contents = false;
            for (LogRecord each : records) {
              SqlRows.bind(insert, each.entry());
              insert.setLong(SqlRows.COUNT + 1, SqlRows.size(each));
              insert.addBatch();
              if (!each.request().isEmpty() || !each.answer().isEmpty()) {
                content.setString(1, each.entry().id());
                content.setString(2, LogText.scrub(each.request()));
                content.setString(3, LogText.scrub(each.answer()));
                content.addBatch();
                contents = true;
              }
            }
            insert.executeBatch();
            if (contents) {
              content.executeBatch();
            }
          }
          return records.size();
        });
  }

  /** Deletes up to {@code batch} entries that are too old; returns how many. */
  static int deleteOlderThan(Connection connection, Instant time, int batch) throws SQLException {
    String sql =
        "DELETE FROM requests WHERE id IN"
            + " (SELECT id FROM requests WHERE id < ? ORDER BY id LIMIT ?)";
    try (PreparedStatement delete = connection.prepareStatement(sql)) {
      delete.setString(1, SqlFilter.firstId(time));
      delete.setInt(2, batch);
      return delete.executeUpdate();
    }
  }

  /**
   * Deletes the oldest entries that together hold half of what is too much, but not more than a
   * batch. Half, as their size is only a guess: in a few steps it comes near the bound from above.
   */
  static int deleteOldest(Connection connection, long excess, int batch) throws SQLException {
    String sql =
        """
        DELETE FROM requests WHERE id IN (SELECT id FROM (
          SELECT id, bytes, SUM(bytes) OVER (ORDER BY id) AS up_to_here
          FROM (SELECT id, bytes FROM requests ORDER BY id LIMIT ?) oldest) summed
        WHERE up_to_here - bytes < ?)
        """;
    try (PreparedStatement delete = connection.prepareStatement(sql)) {
      delete.setInt(1, batch);
      delete.setLong(2, Math.max(excess / 2, SMALLEST_STEP));
      return delete.executeUpdate();
    }
  }

  @Override
  public List<LogEntry> find(LogQuery query) {
    List<LogEntry> found = new ArrayList<>();
    SqlFilter filter = new SqlFilter(query);
    String sql =
        "SELECT "
            + SqlRows.COLUMNS
            + " FROM requests"
            + filter.where()
            + " ORDER BY id DESC LIMIT ?";
    reading(
        sql,
        statement -> {
          statement.setInt(filter.bind(statement), query.limit());
          eachRow(statement, row -> found.add(SqlRows.entry(row)));
        });
    return found;
  }

  @Override
  public void each(LogQuery query, long most, Consumer<LogEntry> to) {
    SqlFilter filter = new SqlFilter(query);
    String chosen = "SELECT " + SqlRows.COLUMNS + " FROM requests" + filter.where();
    boolean all = most == Long.MAX_VALUE;
    reading(
        all
            ? chosen + " ORDER BY id"
            : "SELECT * FROM (" + chosen + " ORDER BY id DESC LIMIT ?) newest ORDER BY id",
        statement -> {
          int next = filter.bind(statement);
          if (!all) {
            statement.setLong(next, most);
          }
          statement.setFetchSize(500);
          eachRow(statement, row -> to.accept(SqlRows.entry(row)));
        });
  }

  @Override
  public Optional<LogDetail> detail(String id) {
    List<LogDetail> found = new ArrayList<>();
    String sql =
        """
        SELECT %s, request, answer, f_at_ms, score, comment FROM requests
        LEFT JOIN (SELECT id AS c_id, request, answer FROM contents) c ON c_id = id
        LEFT JOIN (SELECT id AS f_id, at_ms AS f_at_ms, score, comment FROM feedback) f
          ON f_id = id
        WHERE id = ?
        """
            .formatted(SqlRows.COLUMNS);
    reading(
        sql,
        statement -> {
          statement.setString(1, id);
          eachRow(statement, row -> found.add(detail(row)));
        });
    return found.stream().findFirst();
  }

  private static LogDetail detail(ResultSet row) throws SQLException {
    LogEntry entry = SqlRows.entry(row);
    String comment = row.getString("comment");
    Optional<Feedback> feedback =
        comment == null
            ? Optional.empty()
            : Optional.of(
                new Feedback(
                    entry.id(),
                    Instant.ofEpochMilli(row.getLong("f_at_ms")),
                    row.getDouble("score"),
                    comment));
    return new LogDetail(
        new LogRecord(entry, orEmpty(row.getString("request")), orEmpty(row.getString("answer"))),
        feedback);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  @Override
  public List<LogBucket> buckets(LogQuery query, Duration span) {
    long millis = Math.max(1, span.toMillis());
    List<LogBucket> found = new ArrayList<>();
    SqlFilter filter = new SqlFilter(query);
    reading(
        SqlAnalytics.BUCKETS.formatted(millis, filter.where()),
        statement -> {
          filter.bind(statement);
          eachRow(statement, row -> found.add(SqlRows.bucket(row, millis)));
        });
    return found;
  }

  @Override
  public List<ParameterOutcome> parameters(LogQuery query) {
    List<ParameterOutcome> found = new ArrayList<>();
    SqlFilter filter = new SqlFilter(query);
    reading(
        SqlAnalytics.PARAMETERS.formatted(filter.where()),
        statement -> {
          statement.setInt(filter.bind(statement), query.limit());
          eachRow(statement, row -> found.add(SqlRows.parameter(row)));
        });
    return found;
  }

  @Override
  public List<UpstreamOutcome> upstreams(LogQuery query) {
    List<UpstreamOutcome> found = new ArrayList<>();
    SqlFilter filter = new SqlFilter(query);
    reading(
        SqlAnalytics.UPSTREAMS.formatted(filter.where()),
        statement -> {
          statement.setInt(filter.bind(statement), query.limit());
          eachRow(statement, row -> found.add(SqlRows.upstream(row)));
        });
    return found;
  }

  @Override
  public boolean rate(Feedback feedback) {
    String sql =
        "INSERT INTO feedback (id, at_ms, score, comment) SELECT id, ?, ?, ? FROM requests"
            + " WHERE id = ? ON CONFLICT (id) DO UPDATE SET at_ms = excluded.at_ms,"
            + " score = excluded.score, comment = excluded.comment";
    try (Connection connection = open(true)) {
      begin(connection);
      int rated;
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setLong(1, feedback.at().toEpochMilli());
        statement.setDouble(2, feedback.score());
        statement.setString(3, LogText.scrub(feedback.comment()));
        statement.setString(4, feedback.requestId());
        rated = statement.executeUpdate();
      }
      commit(connection);
      return rated > 0;
    } catch (SQLException e) {
      failed(e);
      throw new LogFailure("The feedback cannot be written.", e);
    }
  }

  @Override
  public long entries() {
    return number("SELECT COUNT(*) FROM requests");
  }

  /** The number that a question yields. */
  final long number(String sql) {
    long[] found = new long[1];
    reading(sql, statement -> eachRow(statement, row -> found[0] = row.getLong(1)));
    return found[0];
  }

  @Override
  public void close() {
    dropWriter();
  }

  /** Runs in a transaction on the writer's connection, which is made anew after a failure. */
  final <T> T writing(String failure, Work<T> work) {
    boolean done = false;
    try {
      Connection connection = writer();
      begin(connection);
      T result = work.on(connection);
      commit(connection);
      done = true;
      return result;
    } catch (SQLException e) {
      failed(e);
      throw new LogFailure(failure + ": " + e.getMessage(), e);
    } finally {
      if (!done) {
        dropWriter();
      }
    }
  }

  /** To close it also takes back what was not committed. */
  final void dropWriter() {
    try (Connection old = writer) {
      writer = null;
    } catch (SQLException _) {
      // it is of no use any more, and the caller learns of the first failure
    }
  }

  private void reading(String sql, Ask ask) {
    try (Connection connection = open(false);
        PreparedStatement statement = connection.prepareStatement(sql)) {
      ask.with(statement);
    } catch (SQLException e) {
      failed(e);
      throw new LogFailure("The request log cannot be read: " + e.getMessage(), e);
    }
  }

  /** Hands over all rows. */
  private static void eachRow(PreparedStatement statement, Row to) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        to.take(rows);
      }
    }
  }

  /** Runs several statements that take no values. */
  static void runAll(Connection connection, String statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String each : statements.split(";")) {
        if (!each.isBlank()) {
          statement.execute(each);
        }
      }
    }
  }

  /** What is done with a connection. */
  @FunctionalInterface
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /** What is done with a prepared question. */
  @FunctionalInterface
  private interface Ask {
    void with(PreparedStatement statement) throws SQLException;
  }

  /** Takes a row. */
  @FunctionalInterface
  private interface Row {
    void take(ResultSet row) throws SQLException;
  }
}
