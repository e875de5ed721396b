// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.engine.problem.HomeProblem.DatabaseTooNew;
import dev.wheelhouse.engine.problem.HomeProblem.DatabaseTrouble;
import dev.wheelhouse.engine.problem.HomeProblem.SetAside;
import dev.wheelhouse.engine.problem.Notices;
import dev.wheelhouse.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reliability test R19: a database file that is not what it should be. */
class DamagedDatabaseTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-04T05:06:07Z"), ZoneOffset.UTC);
  private static final int CONVERSATIONS = 300;

  @TempDir Path place;

  @Test
  void startsAfterAnyFlippedByteAndDeletesNothing() throws IOException {
    byte[] good = goodDatabase(place.resolve("good.db"));
    Random random = new Random(19);
    int setAside = 0;
    for (int flip = 0; flip < 100; flip++) {
      byte[] bad = good.clone();
      // half of the flips in the first page, where the header and the tables' names are
      int offset = random.nextInt(flip % 2 == 0 ? 4096 : bad.length);
      bad[offset] ^= (byte) (1 << random.nextInt(8));
      Path folder = Files.createDirectory(place.resolve("flip-" + flip));

      setAside += opens(folder, bad, "byte " + offset) ? 1 : 0;
    }
    assertThat(setAside).as("flips that were found").isGreaterThan(10);
  }

  @Test
  void startsAfterAnyTruncationAndDeletesNothing() throws IOException {
    byte[] good = goodDatabase(place.resolve("good.db"));
    Random random = new Random(20);
    for (int cut = 0; cut < 20; cut++) {
      int length = 1 + random.nextInt(good.length - 1);
      Path folder = Files.createDirectory(place.resolve("cut-" + cut));

      assertThat(opens(folder, Arrays.copyOf(good, length), "cut at " + length)).isTrue();
    }
  }

  @Test
  void makesADamagedIndexOfWordsAgainAndKeepsTheMessages() throws IOException {
    Path file = place.resolve("w.db");
    goodDatabase(file);
    try (Database database = Database.open(file, new Notices(), CLOCK)) {
      database.write(handle ->
          handle.execute("UPDATE message_search_data SET block = x'00ff00ff' WHERE id > 100"));
    }
    Notices notices = new Notices();

    try (Database database = Database.open(file, notices, CLOCK)) {
      assertThat(count(database)).isEqualTo(CONVERSATIONS);
      String found = "SELECT count(*) FROM message_search WHERE message_search MATCH 'alpha'";
      int matches = database.read(handle -> handle.createQuery(found).mapTo(Integer.class).one());
      assertThat(matches).isPositive();
    }
    assertThat(notices.past()).isEmpty();
  }

  @Test
  void setsAFileThatIsNoDatabaseAside() throws IOException {
    assertThat(opens(place, "this is no database at all".repeat(99).getBytes(UTF_8), "")).isTrue();
  }

  @Test
  void setsAnEmptyFileAside() throws IOException {
    assertThat(opens(place, new byte[0], "")).isTrue();
  }

  @Test
  void setsTheLogAsideTogetherWithItsDatabase() throws IOException {
    Path file = place.resolve("w.db");
    byte[] content = new byte[4096];
    Files.write(file, content);
    Files.write(place.resolve("w.db-wal"), new byte[] {4});

    try (Database database = Database.open(file, new Notices(), CLOCK)) {
      assertThat(count(database)).isZero();
    }

    assertThat(place.resolve("w.db.broken-20260304T050607Z")).hasBinaryContent(content);
    assertThat(place.resolve("w.db.broken-20260304T050607Z-wal")).hasBinaryContent(new byte[] {4});
  }

  @Test
  void refusesTheDatabaseOfANewerVersionAndLeavesItAlone() throws IOException {
    Path file = place.resolve("w.db");
    try (Database database = Database.open(file, new Notices(), CLOCK)) {
      database.write(handle -> handle.execute("PRAGMA user_version = 99"));
    }
    byte[] before = Files.readAllBytes(file);

    assertThatThrownBy(() -> Database.open(file, new Notices(), CLOCK))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problem())
                    .isEqualTo(new DatabaseTooNew(file.toString(), 99, Schema.newest())));
    assertThat(file).hasBinaryContent(before);
    assertThat(place).isDirectoryNotContaining("glob:**.broken-*");
  }

  @Test
  void saysWhatIsWrongWhenTheFolderCannotBeUsed() throws IOException {
    Path file = place.resolve("w.db");
    Files.createDirectory(file);

    assertThatThrownBy(() -> Database.open(file, new Notices(), CLOCK))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem()).isInstanceOf(DatabaseTrouble.class));
    assertThat(file).isDirectory();
  }

  /** Opens, uses and closes it; tells whether the old one was set aside. */
  private static boolean opens(Path folder, byte[] content, String what) throws IOException {
    Path file = folder.resolve("w.db");
    Files.write(file, content);
    Notices notices = new Notices();
    try (Database database = Database.open(file, notices, CLOCK)) {
      assertThat(count(database)).as(what).isBetween(0, CONVERSATIONS + 1);
      database.write(handle ->
          handle.execute("INSERT INTO conversation VALUES (null, 'new', '', 1, 1, null)"));
    } catch (ProblemException e) {
      // found out only while it was used, or taken for a newer version: told, and nothing is lost
      assertThat(e.problem()).as(what).isInstanceOfAny(DatabaseTooNew.class, DatabaseTrouble.class);
      assertThat(file).exists();
    }
    if (notices.past().isEmpty()) {
      assertThat(folder).isDirectoryNotContaining("glob:**.broken-*");
      return false;
    }
    assertThat(notices.past()).as(what).hasSize(1).first().isInstanceOf(SetAside.class);
    Path kept = Path.of(((SetAside) notices.past().getFirst()).keptAs());
    assertThat(kept).exists().hasSize(content.length);
    return true;
  }

  private static int count(Database database) {
    return database.read(handle ->
        handle.createQuery("SELECT count(title) FROM conversation").mapTo(Integer.class).one());
  }

  private static byte[] goodDatabase(Path file) throws IOException {
    List<String> words = List.of("alpha", "beta", "gamma", "delta");
    try (Database database = Database.open(file, new Notices(), CLOCK)) {
      database.write(handle -> {
        for (int i = 0; i < CONVERSATIONS; i++) {
          handle.execute("INSERT INTO conversation VALUES (null, ?, '', 1, 1, null)", "t" + i);
          handle.execute(
              "INSERT INTO message (conversation_id, role, text, status, created_at)"
                  + " VALUES (?, 'USER', ?, 'COMPLETE', 1)",
              i + 1,
              words.get(i % 4).repeat(i % 37) + " alpha");
        }
        return null;
      });
    }
    return Files.readAllBytes(file);
  }

  private static final java.nio.charset.Charset UTF_8 = java.nio.charset.StandardCharsets.UTF_8;
}
