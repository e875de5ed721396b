// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;

/** How every connection to the database is set up. */
final class Connections {
  private static final Duration BUSY = Duration.ofSeconds(10);

  private final String url;

  Connections(Path file) {
    this.url = "jdbc:sqlite:" + file;
  }

  /**
   * A connection in WAL mode. FULL makes each commit reach the disk: an acknowledged message
   * survives a power cut, at the price of one flush for each action of the user.
   */
  Connection open() throws SQLException {
    SQLiteConfig config = patient();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    config.setTransactionMode(TransactionMode.IMMEDIATE);
    return config.createConnection(url);
  }

  /** A connection that changes nothing: not the file, and not the log when it closes. */
  Connection openToLook() throws SQLException {
    SQLiteConfig config = patient();
    config.setReadOnly(true);
    return config.createConnection(url);
  }

  private static SQLiteConfig patient() {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout((int) BUSY.toMillis());
    return config;
  }
}
