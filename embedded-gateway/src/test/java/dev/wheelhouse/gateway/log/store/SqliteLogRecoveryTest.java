// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.log.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.gateway.log.LogFailure;
import dev.wheelhouse.gateway.log.LogQuery;
import dev.wheelhouse.gateway.log.LogRecord;
import dev.wheelhouse.gateway.log.Retention;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The log's file is lost or spoilt while the gateway runs. */
class SqliteLogRecoveryTest {
  private static final int BEFORE = 2000;
  @TempDir private Path folder;
  private SqliteLog log;

  @BeforeEach
  void fill() {
    log = SqliteLog.at(file());
    write(0, BEFORE);
    log.close(); // so that all of it is in the file, and nothing in the journal
    log = SqliteLog.at(file());
  }

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void beginsAnewWhenTheFileWasDeleted() throws IOException {
    write(BEFORE, 1);
    for (Path each : files()) {
      Files.delete(each);
    }
    write(BEFORE + 1, 2);
    assertThat(log.entries()).isEqualTo(2);
    assertThat(log.notice()).contains("was gone");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    log.close();
    log = SqliteLog.at(file());
    assertThat(log.entries()).as("after a restart").isEqualTo(2);
  }

  @Test
  void beginsAnewWhenAnotherFileTookItsPlace() throws IOException {
    write(BEFORE, 1);
    Files.delete(file());
    Files.writeString(file(), "this is no database, and long enough to look like one".repeat(100));
    write(BEFORE + 1, 2);
    assertThat(log.entries()).isEqualTo(2);
    assertThat(kept()).hasSize(1);
  }

  @Test
  void setsAsideWhatAReaderFoundDamagedInTheMiddle() throws IOException {
    long size = spoil(0.3, 0.6);
    List<String> read = new ArrayList<>();
    assertThatThrownBy(() -> log.each(LogQuery.ALL, Long.MAX_VALUE, entry -> read.add(entry.id())))
        .isInstanceOf(LogFailure.class);
    log.trim(Retention.DEFAULT, LogContract.START, 1024);
    assertThat(log.entries()).isZero();
    write(BEFORE, 2);
    assertThat(log.find(LogQuery.ALL)).hasSize(2);
    assertThat(log.notice()).contains("damaged", "requests.db.broken-");
    assertThat(kept()).hasSize(1);
    assertThat(Files.size(kept().getFirst())).as("nothing was thrown away").isEqualTo(size);
    assertThat(kept().getFirst().getFileName().toString()).isSubstringOf(log.notice());
  }

  @Test
  void losesNothingOfTheBatchThatMeetsTheDamage() throws IOException {
    spoil(0.01, 1);
    write(BEFORE, 300);
    assertThat(log.entries()).isEqualTo(300);
    assertThat(kept()).hasSize(1);
    log.trim(Retention.DEFAULT, LogContract.START, 1024);
    assertThat(kept()).as("once is enough").hasSize(1);
  }

  @Test
  void setsAsideWhatTrimmingFindsDamaged() throws IOException {
    spoil(0.05, 0.9);
    Retention nothing = new Retention(64 << 10, java.time.Duration.ofMillis(1));
    log.trim(nothing, LogContract.START.plusSeconds(BEFORE), 1024);
    write(BEFORE, 2);
    assertThat(log.find(LogQuery.ALL)).hasSize(2);
    assertThat(kept()).hasSize(1);
  }

  @Test
  void beginsAnewWhenTheFileWasEmptied() throws IOException {
    try (RandomAccessFile raw = new RandomAccessFile(file().toFile(), "rw")) {
      raw.setLength(0);
    }
    write(BEFORE, 2);
    write(BEFORE + 2, 2);
    assertThat(log.entries()).isEqualTo(4);
    assertThat(log.notice()).isNotEmpty();
  }

  @Test
  void leavesAWholeFileInItsPlaceWhenAReaderWasWrong() throws IOException {
    log.failed(new SQLiteException("malformed, it seems", SQLiteErrorCode.SQLITE_CORRUPT));
    log.trim(Retention.DEFAULT, LogContract.START, 1024);
    write(BEFORE, 1);
    assertThat(log.entries()).isEqualTo(BEFORE + 1);
    assertThat(kept()).isEmpty();
    assertThat(log.notice()).isEmpty();
  }

  @Test
  void doesNotTakeAFullDiskForDamage() throws IOException {
    log.failed(new SQLiteException("full", SQLiteErrorCode.SQLITE_FULL));
    log.failed(new SQLiteException("busy", SQLiteErrorCode.SQLITE_BUSY));
    log.failed(new SQLException("something else"));
    log.trim(Retention.DEFAULT, LogContract.START, 1024);
    assertThat(log.entries()).isEqualTo(BEFORE);
    assertThat(kept()).isEmpty();
  }

  private void write(int first, int count) {
    List<LogRecord> records = new ArrayList<>();
    for (int i = first; i < first + count; i++) {
      records.add(new LogRecord(LogContract.entry(i, "completed", 0.7, 1L), "", ""));
    }
    log.write(records);
  }

  /** Overwrites a part of the file, as a bad disk does; returns its size. */
  private long spoil(double from, double to) throws IOException {
    try (RandomAccessFile raw = new RandomAccessFile(file().toFile(), "rw")) {
      long size = raw.length();
      long first = Math.max(4096, (long) (size * from) / 4096 * 4096);
      byte[] junk = new byte[(int) ((long) (size * to) - first)];
      Arrays.fill(junk, (byte) 0x5a);
      raw.seek(first);
      raw.write(junk);
      return size;
    }
  }

  private List<Path> kept() throws IOException {
    return files().stream()
        .filter(each -> each.getFileName().toString().matches("requests\\.db\\.broken-\\d+"))
        .toList();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private Path file() {
    return folder.resolve("requests.db");
  }
}
