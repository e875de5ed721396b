// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.engine.backup.operation.Operation.Asleep;
import dev.wheelhouse.engine.backup.operation.Operation.Change;
import dev.wheelhouse.engine.backup.operation.Operation.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperationJournalTest {
  private static final Instant AT = Instant.parse("2026-03-04T05:06:07Z");

  @TempDir Path place;
  private OperationJournal journal;

  @BeforeEach
  void open() {
    journal = new OperationJournal(place.resolve("demo"));
  }

  @Test
  void readsWhatItWroteUntilCleared() {
    Change change =
        new Change(
            Phase.LOADING,
            Map.of("A_GENERATION", ""),
            Map.of("A_GENERATION", ".r1"),
            List.of("demo_a"),
            List.of("demo_a.r1"),
            List.of("a"),
            List.of());
    Operation operation =
        new Operation(Operation.Kind.RESTORE, "op", "demo", "b", 7, AT, "", List.of(), null, change)
            .waking(new Asleep(List.of("a"), List.of("b"), false))
            .stopping("c1")
            .stopping("c2")
            .startedAgain("c1");

    journal.write(operation);

    assertThat(journal.read()).contains(operation);
    assertThat(operation.stopped()).containsExactly("c2");
    assertThat(operation.asleep()).isEqualTo(new Asleep(List.of("a"), List.of("b"), false));
    journal.clear();
    assertThat(journal.read()).isEmpty();
  }

  @Test
  void setsAsideWhatItCannotRead() throws IOException {
    Files.createDirectories(journal.folder());
    Files.writeString(journal.folder().resolve("operation.json"), "{\"kind\":");

    assertThat(journal.read()).isEmpty();
    assertThat(journal.folder().resolve("operation.json.unreadable")).hasContent("{\"kind\":");
  }

  @Test
  void theWayBackOfTheWayBackIsTheWayThere() {
    Change change =
        new Change(
            Phase.DONE,
            Map.of("A", ""),
            Map.of("A", ".r1"),
            List.of("old"),
            List.of("new"),
            List.of("a"),
            List.of("a"));

    assertThat(change.reversed().oldVolumes()).containsExactly("new");
    assertThat(change.reversed().from()).containsEntry("A", ".r1");
    assertThat(change.reversed().reversed()).isEqualTo(change);
  }
}
