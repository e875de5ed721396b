// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.engine.backup.format.Manifest;
import dev.wheelhouse.engine.backup.format.Manifest.Count;
import dev.wheelhouse.engine.backup.service.Comparison.Found;
import dev.wheelhouse.engine.backup.service.Comparison.Mode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final Manifest.Service TAKEN =
      new Manifest.Service(
          "db",
          "postgres",
          "pg_dump",
          Manifest.Consistency.SNAPSHOT,
          Instant.EPOCH,
          Instant.EPOCH,
          new Manifest.Source("i", "", "", "17", "v", "/d", 0, 0, 0),
          List.of(Count.equal("rows", 10), Count.atMost("expiring", 5)),
          Map.of("table t", "app"),
          Map.of(),
          List.of(),
          List.of());

  @Test
  void isContentWithTheSameAndWithKeysThatExpiredMeanwhile() {
    assertThat(differences(10, 5, "app", Mode.ALONE)).isEmpty();
    assertThat(differences(10, 0, "app", Mode.ALONE)).isEmpty();
  }

  @Test
  void namesWhatDiffers() {
    assertThat(differences(9, 5, "app", Mode.ALONE)).containsExactly("db: rows: 9 instead of 10");
    assertThat(differences(11, 5, "app", Mode.ALONE)).hasSize(1);
    assertThat(differences(10, 6, "app", Mode.ALONE)).hasSize(1);
    assertThat(differences(10, 5, "postgres", Mode.ALONE))
        .containsExactly("db: table t belongs to postgres, belonged to app");
  }

  @Test
  void allowsMoreButNeverLessWhileOthersWrite() {
    assertThat(differences(12, 9, "app", Mode.IN_USE)).isEmpty();
    assertThat(differences(9, 5, "app", Mode.IN_USE)).hasSize(1);
  }

  @Test
  void noticesWhatIsGoneAndWhatWasNotThere() {
    Found found = new Found(List.of(Count.equal("rows", 10), Count.equal("new", 1)), Map.of());

    assertThat(Comparison.of(TAKEN, found, Mode.ALONE).differences())
        .containsExactlyInAnyOrder(
            "db: expiring: missing, was 5",
            "db: new: 1, was not there",
            "db: table t is missing, belonged to app");
  }

  private static List<String> differences(long rows, long expiring, String owner, Mode mode) {
    Found found =
        new Found(
            List.of(Count.equal("rows", rows), Count.atMost("expiring", expiring)),
            Map.of("table t", owner));
    return Comparison.of(TAKEN, found, mode).differences();
  }
}
