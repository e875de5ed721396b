// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.log.store;

import dev.wheelhouse.gateway.log.LogFailure;
import dev.wheelhouse.gateway.log.LogRecord;
import dev.wheelhouse.gateway.log.Retention;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;

/**
 * The log in a file of its own, so that it can be large, or be deleted, without harm to anything.
 * In WAL mode, flushed at checkpoints only: a crash of the program loses nothing that was
 * committed, a power cut perhaps the last seconds, and neither breaks the file.
 */
final class SqliteLog extends SqlLog {
  private static final int BUSY_MILLIS = 10_000;
  private static final int MAX_WAL_BYTES = 4 << 20;
  private static final int PAGES_GIVEN_BACK = 1000;

  /** Free pages that the next entries will use anyway. */
  private static final int PAGES_KEPT = 50;

  private final LogFile file;

  /** Whether someone met damage since the file was opened. */
  private volatile boolean damaged;

  private volatile String notice = "";

  /** Whether pages were given back since the journal was taken over; the writer's thread only. */
  private boolean shrinks = true;

  private SqliteLog(LogFile file) {
    this.file = file;
  }

  /** Opens the file, or makes it. A broken one is renamed, and a new one takes its place. */
  static SqliteLog at(Path file) {
    SqliteLog log = new SqliteLog(new LogFile(file.toAbsolutePath()));
    log.begin();
    return log;
  }

  private void begin() {
    try {
      prepare();
    } catch (LogFailure e) {
      if (!damage(e.getCause())) {
        throw e;
      }
      beginAnew();
    }
  }

  private void beginAnew() {
    dropWriter();
    notice = file.setAside();
    damaged = false;
    prepare();
  }

  @Override
  void failed(SQLException cause) {
    if (damage(cause)) {
      damaged = true;
    }
  }

  private static boolean damage(@Nullable Throwable cause) {
    if (!(cause instanceof SQLiteException e)) {
      return false;
    }
    int primary = e.getResultCode().code & 0xff;
    return primary == SQLiteErrorCode.SQLITE_NOTADB.code
        || primary == SQLiteErrorCode.SQLITE_CORRUPT.code
        // it was emptied under our feet
        || String.valueOf(e.getMessage()).contains("no such table");
  }

  /**
   * Does what changes the log. Before that the file must be there and whole, which it need not have
   * stayed: people delete files, and disks go bad. What was in hand goes into the new one.
   */
  private <T> T changing(Supplier<T> change) {
    if (!file.isTheOneOpened()) {
      dropWriter();
      notice = file.missed();
      begin();
    } else if (damaged && !whole()) {
      beginAnew();
    }
    try {
      return change.get();
    } catch (LogFailure e) {
      if (!damage(e.getCause())) {
        throw e;
      }
      beginAnew();
      return change.get();
    }
  }

  /** A reader may have met a moment between two files, so that is looked at again. */
  private boolean whole() {
    dropWriter();
    try (Connection connection = open(true);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA integrity_check(1)")) {
      boolean whole = row.next() && row.getString(1).equals("ok") && isLog(connection);
      damaged = !whole;
      return whole;
    } catch (SQLException e) {
      if (damage(e)) {
        return false;
      }
      throw new LogFailure("The request log cannot be checked: " + e.getMessage(), e);
    }
  }

  private static boolean isLog(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT COUNT(*) FROM sqlite_master"
                    + " WHERE name IN ('requests', 'contents', 'feedback')")) {
      return row.next() && row.getInt(1) == 3;
    }
  }

  @Override
  public String notice() {
    return notice;
  }

  @Override
  public void write(List<LogRecord> records) {
    changing(() -> {
      super.write(records);
      return true;
    });
  }

  private void prepare() {
    file.make();
    writing(
        "The request log cannot be opened",
        connection -> {
          runAll(connection, TABLES.formatted("", "WITHOUT ROWID"));
          if (!hasKeyIds(connection)) {
            runAll(connection, "ALTER TABLE requests ADD COLUMN " + KEY_ID);
          }
          return true;
        });
  }

  private static boolean hasKeyIds(Connection connection) throws SQLException {
    String sql = "SELECT 1 FROM pragma_table_info('requests') WHERE name = 'key_id'";
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next();
    }
  }

  @Override
  public String kind() {
    return "sqlite";
  }

  @Override
  Connection open(boolean toWrite) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    config.enforceForeignKeys(true);
    config.setTransactionMode(
        toWrite ? SQLiteConfig.TransactionMode.IMMEDIATE : SQLiteConfig.TransactionMode.DEFERRED);
    config.setReadOnly(!toWrite);
    config.resetOpenMode(SQLiteOpenMode.CREATE); // made before, with the right of its owner only
    Connection connection = config.createConnection("jdbc:sqlite:" + file.path());
    if (toWrite) {
      // in this order: a file that is in WAL mode already cannot learn to shrink
      runAll(
          connection,
          "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;"
              + " PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = "
              + MAX_WAL_BYTES);
    }
    return connection;
  }

  /** Not by the driver's own means: it begins the next transaction with each commit. */
  @Override
  void begin(Connection connection) throws SQLException {
    runAll(connection, "BEGIN IMMEDIATE");
  }

  @Override
  void commit(Connection connection) throws SQLException {
    runAll(connection, "COMMIT");
  }

  @Override
  public int trim(Retention retention, Instant now, int batch) {
    return changing(() -> trimNow(retention, now, batch));
  }

  private int trimNow(Retention retention, Instant now, int batch) {
    long[] free = new long[1];
    int deleted =
        writing(
            "The request log cannot be trimmed",
            connection -> {
              int old = deleteOlderThan(connection, now.minus(retention.maxAge()), batch);
              long excess = usedBytes(connection) - retention.maxBytes();
              int all = old > 0 || excess <= 0 ? old : deleteOldest(connection, excess, batch);
              free[0] = pragma(connection, "freelist_count");
              return all;
            });
    // also when nothing was deleted now: an earlier step may have left more than it gave back
    if (free[0] > PAGES_KEPT) {
      giveBack(PAGES_GIVEN_BACK);
      shrinks = true;
    } else if (deleted == 0 && (shrinks || file.journalBytes() > MAX_WAL_BYTES)) {
      shrinks = !takeOver();
    }
    return deleted;
  }

  /**
   * Takes the journal over into the file, whose end is cut off only then; SQLite by itself waits
   * for the next entries, which may never come. Readers are not waited for: then it is not done.
   */
  private boolean takeOver() {
    outsideTransaction("PRAGMA busy_timeout = 50");
    outsideTransaction("PRAGMA wal_checkpoint(TRUNCATE)");
    outsideTransaction("PRAGMA busy_timeout = " + BUSY_MILLIS);
    return file.journalBytes() == 0;
  }

  private static long usedBytes(Connection connection) throws SQLException {
    return (pragma(connection, "page_count") - pragma(connection, "freelist_count"))
        * pragma(connection, "page_size");
  }

  @Override
  public void clear() {
    changing(() -> {
      clearNow();
      return true;
    });
  }

  private void clearNow() {
    writing(
        "The request log cannot be cleared",
        connection -> {
          // without a condition, SQLite drops whole pages instead of rows
          for (String table : List.of("contents", "feedback", "requests")) {
            runAll(connection, "DELETE FROM " + table);
          }
          return true;
        });
    giveBack(0);
    outsideTransaction("PRAGMA wal_checkpoint(TRUNCATE)");
  }

  /** Gives free pages back to the system, a few at a time; 0 means all. */
  private void giveBack(int pages) {
    outsideTransaction("PRAGMA incremental_vacuum(" + pages + ")");
  }

  private void outsideTransaction(String pragma) {
    try (Statement statement = writer().createStatement()) {
      // of the driver's ways the only one that runs it to its end: it yields rows without columns
      statement.executeUpdate(pragma);
    } catch (SQLException e) {
      failed(e);
      dropWriter();
      throw new LogFailure("The request log cannot be made smaller: " + e.getMessage(), e);
    }
  }

  @Override
  public long bytes() {
    return file.bytes();
  }

  private static long pragma(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA " + name)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }
}
