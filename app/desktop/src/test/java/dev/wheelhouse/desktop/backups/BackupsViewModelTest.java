// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.backups;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.desktop.frame.CurrentStack;
import dev.wheelhouse.desktop.testing.DirectUiThread;
import dev.wheelhouse.desktop.testing.FakeBackups;
import dev.wheelhouse.desktop.testing.Samples;
import dev.wheelhouse.desktop.testing.TestTasks;
import dev.wheelhouse.desktop.theme.Tone;
import dev.wheelhouse.engine.backup.BackupSummary;
import dev.wheelhouse.engine.backup.VerifyLevel;
import dev.wheelhouse.engine.problem.BackupProblem.BackupFailed;
import dev.wheelhouse.engine.problem.InputProblem.Cancelled;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackupsViewModelTest {
  private final FakeBackups backups = new FakeBackups();
  private final BackupSummary backup = FakeBackups.sample(Samples.NOW.minusSeconds(7_200), null);
  private final BackupsViewModel model =
      new BackupsViewModel(
          backups,
          new CurrentStack(Samples.LOCAL_AI),
          TestTasks.direct(new DirectUiThread()),
          TestTasks.clock());

  @Test
  void aBackupMadeElsewhereAppears() {
    assertThat(model.list()).isEmpty();

    backups.with(backup);

    assertThat(model.list()).containsExactly(backup);
    assertThat(model.summaryProperty().get()).isEqualTo("1 backup · 48 MB · newest 2 h ago");
  }

  @Test
  void backingUpIsAJobAndItsResultComesByTheList() {
    model.backUp();

    assertThat(backups.orders).containsExactly("create local-ai");
    assertThat(model.list()).hasSize(1);
  }

  @Test
  void aFailureIsShownAndACancelIsNot() {
    BackupFailed failed = new BackupFailed("redis", "BGSAVE", List.of("disk is full"));
    backups.failWith(failed);
    model.backUp();
    assertThat(model.problemProperty().get()).isEqualTo(failed);

    backups.failWith(new Cancelled("Back up local-ai"));
    model.backUp();
    assertThat(model.problemProperty().get()).isNull();
  }

  @Test
  void aRestoreRunsOnlyAfterItsPlanWasShown() {
    backups.with(backup);
    model.restore();
    assertThat(backups.orders).isEmpty();

    model.planRestore(backup);
    assertThat(model.planProperty().get()).isNotNull();
    model.restore();

    assertThat(backups.orders).containsExactly("plan " + backup.id(), "restore " + backup.id());
    assertThat(model.planProperty().get()).isNull();
    assertThat(model.outcomeProperty().get()).extracting(Outcome::tone).isEqualTo(Tone.OK);
    assertThat(model.keptVolumes()).isNotEmpty();
  }

  @Test
  void aRestoreCanBeUndone() {
    backups.with(backup);
    model.planRestore(backup);
    model.restore();

    model.undoRestore();

    assertThat(backups.orders).endsWith("undo restore of local-ai");
    assertThat(model.keptVolumes()).isEmpty();
  }

  @Test
  void verifyingTellsHowItWent() {
    backups.with(backup);

    model.verify(backup, VerifyLevel.L3);

    assertThat(backups.orders).containsExactly("verify " + backup.id() + " L3");
    assertThat(model.outcomeProperty().get())
        .extracting(Outcome::title)
        .isEqualTo("The backup is good, checked in 1 s");
  }

  @Test
  void aDeletedBackupIsGone() {
    backups.with(backup);

    model.delete(backup);

    assertThat(model.list()).isEmpty();
  }

  @Test
  void aProofHasAWordForEveryLevelAndForDamage() {
    assertThat(Proof.of(backup).words()).isEqualTo("Not proven");
    assertThat(Proof.of(FakeBackups.sample(Samples.NOW, VerifyLevel.L3)).words())
        .isEqualTo("Restored in a test");
  }
}
