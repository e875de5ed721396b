// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.store;

import dev.wheelhouse.engine.platform.BrokenFiles;
import dev.wheelhouse.engine.platform.PrivateFiles;
import dev.wheelhouse.engine.problem.HomeProblem.DatabaseTooNew;
import dev.wheelhouse.engine.problem.HomeProblem.DatabaseTrouble;
import dev.wheelhouse.engine.problem.HomeProblem.SetAside;
import dev.wheelhouse.engine.problem.Notices;
import dev.wheelhouse.engine.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Arrays;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;

/**
 * Brings the database into a state that can be worked with: checks it, sets a broken one aside,
 * refuses a newer one, migrates an older one.
 */
final class OpenDatabase {
  private static final Logger log = LoggerFactory.getLogger(OpenDatabase.class);
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final int SMALLEST_PAGE = 512;

  private final Path file;
  private final Notices notices;
  private final Clock clock;

  OpenDatabase(Path file, Notices notices, Clock clock) {
    this.file = file;
    this.notices = notices;
    this.clock = clock;
  }

  /**
   * Opens for the only user of the file: checks and migrates.
   *
   * @throws ProblemException with {@code DatabaseTooNew} or {@code DatabaseTrouble}
   */
  Connection alone() {
    PrivateFiles.folder(file.resolveSibling(".").normalize());
    try {
      return checked();
    } catch (BrokenException e) {
      Path kept = BrokenFiles.setAside(file, clock, "-wal", "-shm", "-journal");
      log.warn("The database was broken and set aside as {}: {}", kept, e.getMessage());
      notices.add(new SetAside("database", kept.toString(), String.valueOf(e.getMessage())));
    }
    try {
      return checked();
    } catch (BrokenException e) {
      throw trouble(e);
    }
  }

  /** Opens beside another process, which has checked and migrated already. */
  Connection beside() {
    try {
      Connection connection = new Connections(file).open();
      int version = Schema.version(connection);
      if (version != Schema.newest()) {
        connection.close();
        throw version > Schema.newest()
            ? tooNew(version)
            : new ProblemException(
                new DatabaseTrouble(file.toString(), "an older Wheelhouse is using it"));
      }
      return connection;
    } catch (SQLException e) {
      throw trouble(e);
    }
  }

  private Connection checked() throws BrokenException {
    boolean wordsDamaged = Files.exists(file) && look();
    Connection connection = null;
    boolean good = false;
    try {
      connection = new Connections(file).open();
      upgrade(connection);
      if (wordsDamaged) {
        Schema.rebuildSearch(connection);
      }
      good = true;
      return connection;
    } catch (SQLException e) {
      throw damageOrTrouble(e);
    } finally {
      if (!good) {
        closeQuietly(connection);
      }
    }
  }

  /**
   * Checks without changing anything, so that a broken database can be set aside as it is.
   *
   * @return whether only the index of words is damaged, which can be made again
   */
  private boolean look() throws BrokenException {
    checkHeader();
    try (Connection connection = new Connections(file).openToLook()) {
      boolean wordsDamaged = checkPages(connection);
      int version = Schema.version(connection);
      if (version > Schema.newest()) {
        throw tooNew(version);
      }
      checkTables(connection, version);
      return wordsDamaged;
    } catch (SQLException e) {
      throw damageOrTrouble(e);
    }
  }

  /** Before SQLite opens it: a file that is too short makes SQLite throw its log away. */
  private void checkHeader() throws BrokenException {
    byte[] start;
    long size;
    try (InputStream stream = Files.newInputStream(file)) {
      start = stream.readNBytes(MAGIC.length);
      size = Files.size(file);
    } catch (IOException e) {
      throw trouble(e);
    }
    if (size < SMALLEST_PAGE) {
      throw new BrokenException(size == 0 ? "the file is empty" : "the file is cut off");
    }
    if (!Arrays.equals(start, MAGIC)) {
      throw new BrokenException("the file is not a database");
    }
  }

  private static boolean checkPages(Connection connection) throws SQLException, BrokenException {
    boolean wordsDamaged = false;
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA quick_check(100)")) {
      while (rows.next()) {
        String finding = rows.getString(1);
        if (finding.toLowerCase(Locale.ROOT).contains("fts5")) {
          wordsDamaged = true;
        } else if (!finding.equals("ok")) {
          throw new BrokenException(finding);
        }
      }
    }
    return wordsDamaged;
  }

  /** A damaged table name passes quick_check and breaks every query later. */
  private static void checkTables(Connection connection, int version)
      throws SQLException, BrokenException {
    try (Connection model = DriverManager.getConnection("jdbc:sqlite::memory:")) {
      Schema.migrate(model, version);
      if (version < 0 || !Schema.objects(model).equals(Schema.objects(connection))) {
        throw new BrokenException("its tables are not those of schema " + version);
      }
    }
  }

  /** Upgrades in one transaction; what was there before is kept in a copy. */
  private void upgrade(Connection connection) throws SQLException {
    int version = Schema.version(connection);
    if (version == Schema.newest()) {
      return;
    }
    if (version > 0) {
      Path copy = file.resolveSibling(file.getFileName() + ".before-" + Schema.newest());
      if (!Files.exists(copy)) {
        try (var statement = connection.prepareStatement("VACUUM INTO ?")) {
          statement.setString(1, copy.toString());
          statement.execute();
        }
      }
    }
    Schema.migrate(connection, Schema.newest());
  }

  private ProblemException damageOrTrouble(SQLException e) throws BrokenException {
    if (isDamage(e)) {
      throw new BrokenException(String.valueOf(e.getMessage()));
    }
    return trouble(e);
  }

  /** A read-only answer on a file that may be written means damage in the file's header. */
  private boolean isDamage(SQLException e) {
    int code = e.getErrorCode() & 0xff;
    return code == SQLiteErrorCode.SQLITE_CORRUPT.code
        || code == SQLiteErrorCode.SQLITE_NOTADB.code
        || code == SQLiteErrorCode.SQLITE_ERROR.code
        || code == SQLiteErrorCode.SQLITE_FORMAT.code
        || e.getErrorCode() == SQLiteErrorCode.SQLITE_IOERR_SHORT_READ.code
        || (code == SQLiteErrorCode.SQLITE_READONLY.code
            && Files.isWritable(file)
            && Files.isWritable(file.resolveSibling(".").normalize()));
  }

  private ProblemException tooNew(int version) {
    return new ProblemException(new DatabaseTooNew(file.toString(), version, Schema.newest()));
  }

  private ProblemException trouble(Exception e) {
    return new ProblemException(
        new DatabaseTrouble(file.toString(), String.valueOf(e.getMessage())), e);
  }

  private static void closeQuietly(@org.jspecify.annotations.Nullable Connection connection) {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        log.debug("not closed", e);
      }
    }
  }

  /** The content of the file is damaged. */
  private static final class BrokenException extends Exception {
    private static final long serialVersionUID = 1L;

    /** One line is enough for people; SQLite may add whole statements. */
    BrokenException(String finding) {
      super(finding.length() <= 160 ? oneLine(finding) : oneLine(finding.substring(0, 160)) + "…");
    }

    private static String oneLine(String text) {
      return text.replaceAll("[\\s\\p{Cc}]+", " ").strip();
    }
  }
}
