// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.engine.backup.BackupId;
import dev.wheelhouse.engine.backup.UndoReport;
import dev.wheelhouse.engine.backup.format.SampleBackup;
import dev.wheelhouse.engine.backup.operation.Operation;
import dev.wheelhouse.engine.backup.operation.Operation.Change;
import dev.wheelhouse.engine.backup.operation.Operation.Phase;
import dev.wheelhouse.engine.backup.operation.OperationJournal;
import dev.wheelhouse.engine.docker.VolumeInfo;
import dev.wheelhouse.engine.docker.VolumeSpec;
import dev.wheelhouse.engine.docker.fake.FakeDocker;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.problem.BackupProblem.VolumesDisagree;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.stack.StackId;
import dev.wheelhouse.engine.stack.StackSession;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which volumes count as replaced, and that live data is never among them. */
class KeptVolumesTest {
  private static final StackId DEMO = new StackId("demo");

  @TempDir Path place;
  private final FakeDocker docker = new FakeDocker(Clock.systemUTC());
  private final EnvStack stack = new EnvStack("a", "b");
  private LocalBackups backups;

  @BeforeEach
  void open() {
    backups =
        new LocalBackups(place, new FixedConnection(docker), stack, Clock.systemUTC(), "test");
    volumes("demo_a", "demo_b");
  }

  @Test
  void dropsWhatTheRestoreReplaced() {
    restored("a", "", ".r1");

    assertThat(backups.keptVolumes(DEMO)).containsExactly("demo_a");
    backups.dropKeptVolumes(DEMO);

    assertThat(names()).containsExactlyInAnyOrder("demo_a.r1", "demo_b");
    assertThat(backups.keptVolumes(DEMO)).isEmpty();
  }

  @Test
  void dropsNothingWhenTheEnvironmentLostItsGenerations() {
    restored("a", "", ".r1");
    stack.env.clear();

    assertThat(backups.keptVolumes(DEMO)).doesNotContain("demo_a.r1");
    assertThatThrownBy(() -> backups.dropKeptVolumes(DEMO)).satisfies(KeptVolumesTest::disagrees);

    assertThat(names()).containsExactlyInAnyOrder("demo_a", "demo_a.r1", "demo_b");
    stack.env.put("A_GENERATION", ".r1");
    backups.dropKeptVolumes(DEMO);
    assertThat(names()).containsExactlyInAnyOrder("demo_a.r1", "demo_b");
  }

  @Test
  void dropsNothingWhenTheLineOfAnEarlierRestoreIsLost() {
    restored("a", "", ".r1");
    restored("b", "", ".r2");
    stack.env.remove("A_GENERATION");

    assertThatThrownBy(() -> backups.dropKeptVolumes(DEMO)).satisfies(KeptVolumesTest::disagrees);
    assertThat(names()).hasSize(4);
  }

  @Test
  void neverNamesTheVolumesThatTheLastRestoreFilled() {
    restored("a", "", ".r1");
    // the user's file names another volume by now, and .env still says .r1
    EnvStack renamed = new EnvStack("b");
    renamed.env.putAll(stack.env);
    LocalBackups other =
        new LocalBackups(place, new FixedConnection(docker), renamed, Clock.systemUTC(), "test");

    other.dropKeptVolumes(DEMO);

    assertThat(names()).contains("demo_a.r1");
  }

  @Test
  void undoesNothingWhenTheEnvironmentLostItsGenerations() {
    restored("a", "", ".r1");
    stack.env.clear();

    assertThatThrownBy(() -> backups.undoRestore(DEMO, JobControl.none()))
        .satisfies(KeptVolumesTest::disagrees);
  }

  @Test
  void undoesTheSecondOfTwoRestoresAndDropsTheRest() {
    restored("a", "", ".r1");
    restored("a", ".r1", ".r2");

    backups.undoRestore(DEMO, JobControl.none());

    assertThat(stack.env).containsEntry("A_GENERATION", ".r1");
    backups.undoRestore(DEMO, JobControl.none());
    assertThat(stack.env).containsEntry("A_GENERATION", ".r2");
    backups.undoRestore(DEMO, JobControl.none());
    backups.dropKeptVolumes(DEMO);
    assertThat(names()).containsExactlyInAnyOrder("demo_a.r1", "demo_b");
  }

  @Test
  void saysWhichDataIsInUseAfterEachUndo() {
    restored("a", "", ".r1");

    UndoReport undone = backups.undoRestore(DEMO, JobControl.none());
    UndoReport redone = backups.undoRestore(DEMO, JobControl.none());
    UndoReport again = backups.undoRestore(DEMO, JobControl.none());

    assertThat(undone)
        .isEqualTo(new UndoReport(new BackupId("demo-backup.r1"), false, List.of("demo_a")));
    assertThat(undone.text()).isEqualTo("the data from before the restore is in use again");
    assertThat(redone.volumes()).containsExactly("demo_a.r1");
    assertThat(redone.text()).isEqualTo("the restored data is in use again");
    assertThat(again).isEqualTo(undone);
  }

  private static void disagrees(Throwable e) {
    VolumesDisagree problem = (VolumesDisagree) ((ProblemException) e).problem();
    assertThat(problem.cause()).contains("demo");
    assertThat(problem.evidence())
        .containsExactly("A_GENERATION is not set; the last restore left it \".r1\"");
    assertThat(problem.remedy()).contains("put back A_GENERATION=.r1").contains(".env");
  }

  /** What a restore that ended leaves: the volume, the line in .env, and the journal's entry. */
  private void restored(String volume, String from, String to) {
    String variable = EnvStack.variable(volume);
    volumes("demo_" + volume + to);
    Change change =
        new Change(
            Phase.DONE,
            Map.of(variable, from),
            Map.of(variable, to),
            List.of("demo_" + volume + from),
            List.of("demo_" + volume + to),
            List.of(volume),
            List.of());
    Operation operation =
        new Operation(
            Operation.Kind.RESTORE,
            "op",
            "demo",
            "demo-backup" + to,
            7,
            SampleBackup.AT,
            "",
            List.of(),
            null,
            change);
    new OperationJournal(place.resolve(".operations/demo")).write(operation);
    try (StackSession session = stack.exclusive(DEMO, "test")) {
      session.setVariables(change.to());
    }
    // the next one to work on the stack completes what is left of it: the bookkeeping
    backups.recover();
  }

  private void volumes(String... names) {
    for (String name : names) {
      docker.createVolume(new VolumeSpec(name, Map.of(), Map.of()));
    }
  }

  private List<String> names() {
    return docker.volumes(Map.of()).stream().map(VolumeInfo::name).toList();
  }
}
