// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.engine.problem.HomeProblem.DatabaseTrouble;
import dev.wheelhouse.engine.problem.Notices;
import dev.wheelhouse.engine.problem.ProblemException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
  @TempDir Path place;

  @Test
  void reachesTheDiskWithEveryCommit() {
    try (Database database = open()) {
      assertThat(pragma(database, "journal_mode")).isEqualTo("wal");
      assertThat(pragma(database, "synchronous")).as("FULL").isEqualTo("2");
      assertThat(pragma(database, "foreign_keys")).isEqualTo("1");
      assertThat(Integer.parseInt(pragma(database, "busy_timeout"))).isGreaterThanOrEqualTo(5_000);
      assertThat(pragma(database, "user_version")).isEqualTo(Integer.toString(Schema.newest()));
    }
  }

  @Test
  void undoesTheWholeChangeWhenAPartOfItFails() {
    try (Database database = open()) {
      assertThatThrownBy(() ->
              database.write(handle -> {
                handle.execute("INSERT INTO conversation VALUES (1, 'a', '', 1, 1, null)");
                return handle.execute("INSERT INTO nonsense VALUES (1)");
              }))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.problem()).isInstanceOf(DatabaseTrouble.class));

      assertThat(count(database)).isZero();
    }
  }

  @Test
  void showsNoValuesInItsProblems() {
    try (Database database = open()) {
      assertThatThrownBy(() ->
              database.write(
                  handle -> handle.execute("INSERT INTO nonsense VALUES (?)", "private words")))
          .satisfies(e -> {
            for (Throwable each = e; each != null; each = each.getCause()) {
              assertThat(String.valueOf(each.getMessage())).doesNotContain("private words");
            }
          });
    }
  }

  @Test
  void takesWritesFromManyThreadsAndTwoOwnersAtOnce() throws InterruptedException {
    try (Database first = open();
        Database second = open()) {
      assertThat(first.first()).isTrue();
      assertThat(second.first()).isFalse();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        Database database = i % 2 == 0 ? first : second;
        threads.add(
            Thread.ofVirtual()
                .start(() ->
                    database.write(handle ->
                        handle.execute(
                            "INSERT INTO conversation VALUES (null, '', '', 1, 1, null)"))));
      }
      for (Thread thread : threads) {
        thread.join();
      }

      assertThat(count(first)).isEqualTo(20);
    }
  }

  @Test
  void saysThatItIsClosed() {
    Database database = open();
    database.close();

    assertThatThrownBy(() -> database.write(handle -> handle.execute("SELECT 1")))
        .isInstanceOf(ProblemException.class);
  }

  private Database open() {
    return Database.open(place.resolve("w.db"), new Notices(), Clock.systemUTC());
  }

  private static int count(Database database) {
    return database.read(handle ->
        handle.createQuery("SELECT count(*) FROM conversation").mapTo(Integer.class).one());
  }

  private static String pragma(Database database, String name) {
    return database.write(handle -> handle.createQuery("PRAGMA " + name).mapTo(String.class).one());
  }
}
