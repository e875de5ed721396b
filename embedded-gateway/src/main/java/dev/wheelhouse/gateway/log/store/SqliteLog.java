// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.log.store;

import dev.wheelhouse.gateway.log.LogFailure;
import dev.wheelhouse.gateway.log.Retention;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The log in a file of its own, so that it can be large, or be deleted, without harm to anything.
 * In WAL mode, flushed at checkpoints only: a crash of the program loses nothing that was
 * committed, a power cut perhaps the last seconds, and neither breaks the file.
 */
final class SqliteLog extends SqlLog {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteLog.class);
  private static final int BUSY_MILLIS = 10_000;
  private static final int MAX_WAL_BYTES = 4 << 20;
  private static final int PAGES_GIVEN_BACK = 1000;

  /** Free pages that the next entries will use anyway. */
  private static final int PAGES_KEPT = 50;

  private final Path file;

  /** Whether pages were given back since the journal was taken over; the writer's thread only. */
  private boolean shrinks = true;

  private SqliteLog(Path file) {
    this.file = file;
  }

  /** Opens the file, or makes it. A broken one is renamed, and a new one takes its place. */
  static SqliteLog at(Path file) {
    SqliteLog log = new SqliteLog(file.toAbsolutePath());
    try {
      log.prepare();
    } catch (LogFailure e) {
      if (!(e.getCause() instanceof SQLiteException cause) || !broken(cause)) {
        throw e;
      }
      log.setAside();
      log.prepare();
    }
    return log;
  }

  private static boolean broken(SQLiteException e) {
    return e.getResultCode() == SQLiteErrorCode.SQLITE_NOTADB
        || e.getResultCode() == SQLiteErrorCode.SQLITE_CORRUPT;
  }

  private void prepare() {
    makePrivate();
    writing(
        "The request log cannot be opened",
        connection -> {
          runAll(connection, TABLES.formatted("", "WITHOUT ROWID"));
          return true;
        });
  }

  /** Only the user may read it; the files beside it get the same rights from SQLite. */
  private void makePrivate() {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] mine =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.createFile(file, mine);
    } catch (FileAlreadyExistsException _) {
      // made before
    } catch (IOException e) {
      throw new LogFailure("The request log cannot be made: " + e, e);
    }
  }

  private void setAside() {
    Path kept = file.resolveSibling(file.getFileName() + ".broken-" + Instant.now().toEpochMilli());
    LOG.warn("The request log was broken; it is kept as {} and a new one starts", kept);
    try {
      Files.move(file, kept);
      Files.deleteIfExists(beside("-wal"));
      Files.deleteIfExists(beside("-shm"));
    } catch (IOException e) {
      throw new LogFailure("The broken request log cannot be set aside: " + e, e);
    }
  }

  private Path beside(String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
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
    Connection connection = config.createConnection("jdbc:sqlite:" + file);
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
    } else if (deleted == 0 && (shrinks || size(beside("-wal")) > MAX_WAL_BYTES)) {
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
    return size(beside("-wal")) == 0;
  }

  private static long usedBytes(Connection connection) throws SQLException {
    return (pragma(connection, "page_count") - pragma(connection, "freelist_count"))
        * pragma(connection, "page_size");
  }

  @Override
  public void clear() {
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
      dropWriter();
      throw new LogFailure("The request log cannot be made smaller: " + e.getMessage(), e);
    }
  }

  @Override
  public long bytes() {
    return size(file) + size(beside("-wal"));
  }

  private static long size(Path path) {
    try {
      return Files.size(path);
    } catch (IOException e) {
      return 0; // the journal comes and goes
    }
  }

  private static long pragma(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA " + name)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }
}
