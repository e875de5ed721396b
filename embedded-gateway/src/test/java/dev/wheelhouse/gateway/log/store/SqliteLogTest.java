// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.log.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.gateway.log.LogQuery;
import dev.wheelhouse.gateway.log.LogRecord;
import dev.wheelhouse.gateway.log.RequestLog;
import dev.wheelhouse.gateway.log.Retention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log in a file. */
class SqliteLogTest extends LogContract {
  @TempDir private Path folder;
  private RequestLog log;

  @BeforeEach
  void open() {
    log = SqliteLog.at(file());
  }

  @AfterEach
  void close() {
    log.close();
  }

  @Override
  RequestLog log() {
    return log;
  }

  @Test
  void keepsItselfBelowItsBoundAndGivesTheSpaceBack() throws IOException {
    Retention bound = new Retention(256 << 10, Duration.ofDays(365));
    String text = "word ".repeat(400);
    int next = 0;
    for (int turn = 0; turn < 40; turn++) {
      List<LogRecord> records = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        records.add(new LogRecord(entry(next++, "completed", 0.7, 1L), text, text));
      }
      log.write(records);
      while (log.trim(bound, START, 25) > 0) {
        // in small steps
      }
    }
    assertThat(log.entries()).isBetween(20L, 200L);
    assertThat(log.find(LogQuery.newest(1)).getFirst())
        .isEqualTo(entry(next - 1, "completed", 0.7, 1L));
    // the rest of the file is the bound of its journal
    assertThat(Files.size(file())).isLessThan(600 << 10);
    log.clear();
    assertThat(log.bytes()).isLessThan(100 << 10);
  }

  @Test
  void givesTheSpaceBackAlsoWhenNothingIsWrittenAnyMore() {
    String text = "word ".repeat(200);
    List<LogRecord> records = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      records.add(new LogRecord(entry(i, "completed", 0.7, 1L), text, text));
    }
    log.write(records);
    Retention bound = new Retention(256 << 10, Duration.ofDays(365));
    for (int second = 0; second < 40; second++) {
      log.trim(bound, START, 1024);
    }
    assertThat(log.bytes()).isLessThan(600 << 10);
  }

  @Test
  void isReadableByItsOwnerOnly() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void opensAgainWithWhatItHad() {
    fill(7);
    log.close();
    log = SqliteLog.at(file());
    assertThat(log.entries()).isEqualTo(7);
  }

  @Test
  void setsABrokenFileAside() throws IOException {
    log.close();
    Files.writeString(file(), "this is no database, and long enough to look like one".repeat(100));
    log = SqliteLog.at(file());
    fill(2);
    assertThat(log.entries()).isEqualTo(2);
    try (var files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .anyMatch(name -> name.startsWith("requests.db.broken-"));
    }
  }

  @Test
  void takesOverAFileOfAVersionThatKnewNoIdsOfKeys() throws SQLException {
    fill(3);
    log.close();
    try (Connection old = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = old.createStatement()) {
      statement.execute("ALTER TABLE requests DROP COLUMN key_id");
    }
    log = SqliteLog.at(file());
    log.write(List.of(new LogRecord(entry(5, "completed", 0.7, 1L), "", "")));
    assertThat(log.find(LogQuery.ALL))
        .extracting(e -> e.asked().keyId() + " " + e.asked().key())
        .containsExactly("key:2 editor", " editor", " editor", " editor");
    log.close();
    log = SqliteLog.at(file());
    assertThat(log.entries()).isEqualTo(4);
  }

  private Path file() {
    return folder.resolve("requests.db");
  }
}
