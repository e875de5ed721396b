// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.engine.backup.BackupId;
import dev.wheelhouse.engine.backup.BackupSummary;
import dev.wheelhouse.engine.backup.RestoreOptions;
import dev.wheelhouse.engine.backup.UnfinishedOperation;
import dev.wheelhouse.engine.backup.VerifyLevel;
import dev.wheelhouse.engine.backup.VerifyReport;
import dev.wheelhouse.engine.backup.format.BackupFolders;
import dev.wheelhouse.engine.backup.format.SampleBackup;
import dev.wheelhouse.engine.backup.operation.Operation;
import dev.wheelhouse.engine.backup.operation.OperationJournal;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.problem.BackupProblem.BackupDamaged;
import dev.wheelhouse.engine.problem.BackupProblem.NoSuchBackup;
import dev.wheelhouse.engine.problem.BackupProblem.RestoreRefused;
import dev.wheelhouse.engine.problem.EngineProblem.EngineUnreachable;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.problem.StackProblem.NoSuchStack;
import dev.wheelhouse.engine.problem.StackProblem.OperationRunning;
import dev.wheelhouse.engine.stack.StackId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What backups do without an engine, and that damage is found before anything is touched. */
class LocalBackupsTest {
  private static final BackupId ID = new BackupId(SampleBackup.NAME);

  private static final StackId DEMO = new StackId("demo");

  @TempDir Path place;
  private final UntouchedStack stack = new UntouchedStack();
  private LocalBackups backups;
  private Path folder;

  @BeforeEach
  void writeBackup() throws IOException {
    folder = SampleBackup.write(place);
    backups = new LocalBackups(place, stack, stack, Clock.systemUTC(), "test");
  }

  @Test
  void listsWhatIsPublishedAndNothingElse() throws IOException {
    Files.createDirectories(place.resolve("demo-20270101T000000Z.partial/redis"));
    Files.createDirectories(place.resolve("holiday pictures"));
    Files.createDirectories(place.resolve(".operations/demo"));
    Files.writeString(place.resolve("notes.txt"), "mine");

    assertThat(backups.listAll()).extracting(BackupSummary::id).containsExactly(ID);
    BackupSummary summary = backups.get(ID);
    assertThat(summary.stack()).isEqualTo(new StackId("demo"));
    assertThat(summary.createdAt()).isEqualTo(SampleBackup.AT);
    assertThat(summary.sizeBytes()).isEqualTo(13_700);
    assertThat(summary.members())
        .extracting(BackupSummary.Member::service)
        .containsExactly("postgres", "redis");
    assertThat(summary.provenLevel()).isNull();
    assertThat(summary.damage()).isEmpty();
    assertThat(backups.list(new StackId("other"))).isEmpty();
  }

  @Test
  void showsABackupWithADamagedManifestAsDamaged() throws IOException {
    Files.writeString(folder.resolve("manifest.json"), "{}");

    BackupSummary summary = backups.list(new StackId("demo")).getFirst();

    assertThat(summary.createdAt()).isEqualTo(SampleBackup.AT);
    assertThat(summary.damage().getFirst()).contains("manifest.json does not match its own hash");
  }

  @Test
  void showsABackupWithoutAManifestAsDamaged() throws IOException {
    Files.delete(folder.resolve("manifest.json"));

    assertThat(backups.get(ID).damage()).containsExactly("manifest.json is missing");
  }

  @Test
  void showsAMissingMemberWithoutReadingTheOthers() throws IOException {
    Files.delete(folder.resolve("redis/dump.rdb"));

    assertThat(backups.get(ID).damage()).containsExactly("redis/dump.rdb is missing");
  }

  @Test
  void verifiesLevelOneWithoutAnEngineAndRemembersIt() {
    VerifyReport report = backups.verify(ID, VerifyLevel.L1, JobControl.none());

    assertThat(report.good()).isTrue();
    assertThat(report.level()).isEqualTo(VerifyLevel.L1);
    assertThat(backups.get(ID).provenLevel()).isEqualTo(VerifyLevel.L1);
    assertThat(backups.get(ID).damage()).isEmpty();
    assertThat(stack.asked).isEmpty();
    assertThat(folder.resolve("verification.json")).exists();
  }

  @Test
  void remembersDamageUntilItIsMended() throws IOException {
    Path member = folder.resolve("redis/dump.rdb");
    byte[] good = Files.readAllBytes(member);
    flip(member, 7);
    assertThat(backups.verify(ID, VerifyLevel.L1, JobControl.none()).good()).isFalse();
    assertThat(backups.get(ID).damage()).hasSize(1);
    assertThat(backups.get(ID).provenLevel()).isNull();

    Files.write(member, good);
    backups.verify(ID, VerifyLevel.L1, JobControl.none());

    assertThat(backups.get(ID).damage()).isEmpty();
  }

  @Test
  void aProofIsWorthNothingForAnotherManifest() throws IOException {
    backups.verify(ID, VerifyLevel.L1, JobControl.none());
    Path proof = folder.resolve("verification.json");
    String changed =
        Files.readString(proof)
            .replaceAll("\"manifestSha256\" : \"[0-9a-f]+\"", "\"manifestSha256\" : \"00\"");
    Files.writeString(proof, changed);

    assertThat(backups.get(ID).provenLevel()).isNull();
  }

  @Test
  void needsTheEngineForLevelTwoOnlyAfterLevelOnePassed() throws IOException {
    assertThatThrownBy(() -> backups.verify(ID, VerifyLevel.L2, JobControl.none()))
        .satisfies(e -> assertThat(problem(e)).isInstanceOf(EngineUnreachable.class));

    flip(folder.resolve("redis/dump.rdb"), 3);
    VerifyReport report = backups.verify(ID, VerifyLevel.L3, JobControl.none());

    assertThat(report.level()).isEqualTo(VerifyLevel.L1);
    assertThat(report.good()).isFalse();
  }

  /** Reliability test R5, its second half. */
  @Test
  void refusesToRestoreADamagedBackupBeforeAskingAnybodyAnything() throws IOException {
    Random random = new Random(9);
    for (Path file : files()) {
      byte[] good = Files.readAllBytes(file);
      for (int round = 0; round < 20; round++) {
        flip(file, random.nextInt(good.length));
        assertThatThrownBy(() -> restore())
            .satisfies(e -> assertThat(problem(e)).isInstanceOf(BackupDamaged.class));
        Files.write(file, good);
      }
    }
    assertThat(stack.asked).isEmpty();
  }

  @Test
  void saysThatTheEngineIsAwayInsteadOfRestoring() {
    assertThat(backups.plan(ID).refusals()).anyMatch(reason -> reason.contains("Docker"));
    assertThatThrownBy(() -> restore())
        .satisfies(e -> assertThat(problem(e)).isInstanceOf(RestoreRefused.class));
    assertThat(stack.asked).noneMatch(question -> question.startsWith("restore"));
  }

  @Test
  void plansNothingForADamagedBackup() throws IOException {
    Files.delete(folder.resolve("redis/dump.rdb"));

    assertThat(backups.plan(ID).refusals()).contains("damaged: redis/dump.rdb is missing");
  }

  @Test
  void namesTheBackupsThereAreWhenOneIsUnknown() {
    for (String name : List.of("nope", SampleBackup.NAME + ".partial")) {
      assertThatThrownBy(() -> backups.get(new BackupId(name)))
          .satisfies(e ->
              assertThat(problem(e)).isEqualTo(new NoSuchBackup(name, List.of(SampleBackup.NAME))));
    }
  }

  @Test
  void deletesABackupWithAllItsFilesAndSaysSo() {
    List<StackId> heard = new ArrayList<>();
    backups.changes().subscribe(heard::add);
    stack.lockable();

    backups.delete(ID);

    assertThat(backups.listAll()).isEmpty();
    assertThat(place).isEmptyDirectory();
    assertThat(heard).containsExactly(new StackId("demo"));
    assertThat(stack.asked).containsExactly("removal of a backup of demo", "close");
  }

  @Test
  void deletesNothingWhileTheStackIsBeingWorkedOn() throws IOException {
    Problem running = new OperationRunning("demo", "restore", 4711);
    stack.refuse(running);
    List<Path> before = files();

    assertThatThrownBy(() -> backups.delete(ID))
        .satisfies(e -> assertThat(problem(e)).isEqualTo(running));

    assertThat(files()).isEqualTo(before);
  }

  @Test
  void deletesABackupOfAStackThatIsGone() {
    stack.refuse(new NoSuchStack("demo", List.of()));

    backups.delete(ID);

    assertThat(place).isEmptyDirectory();
  }

  @Test
  void namesAnOperationThatWasCutOffAndTakesNoLockForIt() throws Exception {
    assertThat(backups.unfinished(DEMO)).isEmpty();
    long gone = endedProcess();
    Operation left = journal(Operation.Kind.BACKUP, gone, SampleBackup.AT);
    stack.refuse(new OperationRunning("demo", "start", 4711));

    assertThat(backups.unfinished(DEMO))
        .contains(new UnfinishedOperation("backup", SampleBackup.AT, gone, false, List.of("c1")));

    assertThat(new OperationJournal(place.resolve(".operations/demo")).read()).contains(left);
    assertThat(stack.asked).isEmpty();
  }

  @Test
  void aProcessThatBeganAfterTheOperationIsAnother() {
    long here = ProcessHandle.current().pid();
    journal(Operation.Kind.BACKUP, here, SampleBackup.AT);

    assertThat(backups.unfinished(DEMO).orElseThrow().atWork()).isFalse();
    assertThat(stack.asked).isEmpty();
  }

  @Test
  void tellsAnOperationThatIsAtWorkFromOneThatItsProcessCouldNotPutRight() {
    long here = ProcessHandle.current().pid();
    Instant now = Instant.now();
    journal(Operation.Kind.BACKUP, here, now);
    stack.refuse(new OperationRunning("demo", "backup", here));
    assertThat(backups.unfinished(DEMO))
        .contains(new UnfinishedOperation("backup", now, here, true, List.of("c1")));

    stack.lockable();

    assertThat(backups.unfinished(DEMO).orElseThrow().atWork()).isFalse();
  }

  @Test
  void namesTheRestoreWhenItWasCutOffBeforeItDidAnything() throws Exception {
    long gone = endedProcess();
    for (Operation.Kind kind :
        List.of(Operation.Kind.SAFETY_BACKUP, Operation.Kind.RESTORE_CHECK)) {
      journal(kind, gone, SampleBackup.AT);

      assertThat(backups.unfinished(DEMO).orElseThrow().kind())
          .isEqualTo("restore that had changed nothing yet");
    }
    long here = ProcessHandle.current().pid();
    journal(Operation.Kind.SAFETY_BACKUP, here, Instant.now());
    stack.refuse(new OperationRunning("demo", "restore", here));

    assertThat(backups.unfinished(DEMO).orElseThrow().kind()).isEqualTo("restore");
  }

  private static long endedProcess() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process = new ProcessBuilder(java, "-version").start();
    process.waitFor();
    return process.pid();
  }

  private Operation journal(Operation.Kind kind, long process, Instant at) {
    Operation operation =
        new Operation(kind, "op", "demo", "", process, at, "", List.of(), null, null)
            .stopping("c1");
    new OperationJournal(place.resolve(".operations/demo")).write(operation);
    return operation;
  }

  @Test
  void remembersHowLargeAServiceWasInItsNewestBackup() {
    Catalogue catalogue = new Catalogue(new BackupFolders(place));

    assertThat(catalogue.lastSize(DEMO, "redis")).isEqualTo(4000);
    assertThat(catalogue.lastSize(DEMO, "chroma")).isZero();
    assertThat(catalogue.lastSize(new StackId("other"), "redis")).isZero();
  }

  @Test
  void keepsAHalfBackupOfAStackThatCannotBeLockedNow() throws IOException {
    Path partial = Files.createDirectories(place.resolve("demo-20270101T000000Z.partial"));

    backups.recover();

    assertThat(partial).exists();
    assertThat(stack.asked).containsExactly("recovery of demo");
  }

  private void restore() {
    backups.restore(ID, RestoreOptions.standard(), JobControl.none());
  }

  private static Problem problem(Throwable e) {
    return ((ProblemException) e).problem();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static void flip(Path file, int offset) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[offset] ^= 4;
    Files.write(file, bytes);
  }
}
