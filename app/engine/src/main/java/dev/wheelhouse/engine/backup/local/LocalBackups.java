// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.local;

import dev.wheelhouse.engine.backup.BackupId;
import dev.wheelhouse.engine.backup.BackupOptions;
import dev.wheelhouse.engine.backup.BackupSummary;
import dev.wheelhouse.engine.backup.Backups;
import dev.wheelhouse.engine.backup.RestoreOptions;
import dev.wheelhouse.engine.backup.RestorePlan;
import dev.wheelhouse.engine.backup.RestoreReport;
import dev.wheelhouse.engine.backup.UndoReport;
import dev.wheelhouse.engine.backup.UnfinishedOperation;
import dev.wheelhouse.engine.backup.VerifyLevel;
import dev.wheelhouse.engine.backup.VerifyReport;
import dev.wheelhouse.engine.backup.format.BackupFolders;
import dev.wheelhouse.engine.backup.format.Manifest;
import dev.wheelhouse.engine.backup.format.ManifestFile;
import dev.wheelhouse.engine.backup.format.ManifestFile.Reading;
import dev.wheelhouse.engine.backup.local.PlannedRestore.Part;
import dev.wheelhouse.engine.backup.operation.Operation;
import dev.wheelhouse.engine.backup.operation.OperationJournal;
import dev.wheelhouse.engine.backup.service.StepFailed;
import dev.wheelhouse.engine.docker.DockerConnection;
import dev.wheelhouse.engine.event.EventBus;
import dev.wheelhouse.engine.event.Events;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.job.Progress;
import dev.wheelhouse.engine.problem.BackupProblem.BackupDamaged;
import dev.wheelhouse.engine.problem.BackupProblem.RestoreFailed;
import dev.wheelhouse.engine.problem.BackupProblem.RestoreRefused;
import dev.wheelhouse.engine.problem.BackupProblem.RestoreUnfinished;
import dev.wheelhouse.engine.problem.InputProblem.Cancelled;
import dev.wheelhouse.engine.problem.InputProblem.FileTrouble;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.problem.StackProblem.NoSuchStack;
import dev.wheelhouse.engine.problem.StackProblem.OperationRunning;
import dev.wheelhouse.engine.stack.StackAccess;
import dev.wheelhouse.engine.stack.StackId;
import dev.wheelhouse.engine.stack.StackSession;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Backups in a folder of this machine. */
public final class LocalBackups implements Backups {
  private static final Logger log = LoggerFactory.getLogger(LocalBackups.class);

  /** How far the clock may have been set while an operation runs. */
  private static final Duration CLOCK_STEP = Duration.ofMinutes(1);

  private final BackupContext context;
  private final Catalogue catalogue;
  private final Recovery recovery;
  private final EventBus<StackId> changes = new EventBus<>();

  /**
   * @param root folder of all backups; made when the first one is written
   * @param application name and version of this program, for manifests
   */
  public LocalBackups(
      Path root, DockerConnection connection, StackAccess stacks, Clock clock, String application) {
    this.context =
        new BackupContext(new BackupFolders(root), connection, stacks, clock, application);
    this.catalogue = new Catalogue(context.folders());
    this.recovery = new Recovery(context);
  }

  @Override
  public List<BackupSummary> list(StackId stack) {
    return listAll().stream().filter(summary -> summary.stack().equals(stack)).toList();
  }

  @Override
  public List<BackupSummary> listAll() {
    return catalogue.all();
  }

  @Override
  public BackupSummary get(BackupId id) {
    return catalogue.get(id);
  }

  @Override
  public Events<StackId> changes() {
    return changes;
  }

  @Override
  public BackupSummary create(StackId stack, BackupOptions options, JobControl control) {
    try (StackSession session = context.stacks().exclusive(stack, "backup")) {
      Path folder =
          new BackupRun(context, session, control)
              .run(Operation.Kind.BACKUP, options, service -> true);
      return catalogue.get(idOf(folder));
    } finally {
      changes.publish(stack);
    }
  }

  @Override
  public VerifyReport verify(BackupId id, VerifyLevel level, JobControl control) {
    Instant start = context.clock().instant();
    Path folder = catalogue.existing(id);
    VerifyRun.Result result =
        switch (ManifestFile.read(folder)) {
          case Reading.Bad bad ->
              new VerifyRun.Result(
                  VerifyLevel.L1, null, bad.findings(), List.of("L1: the manifest"));
          case Reading.Good good -> verify(folder, good.manifest(), level, control);
        };
    try {
      Proofs.record(folder, result, context.clock().instant());
    } catch (IOException e) {
      throw trouble(folder, e);
    }
    changes.publish(catalogue.get(id).stack());
    Duration took = Duration.between(start, context.clock().instant());
    return new VerifyReport(id, result.reached(), result.findings(), result.checks(), took);
  }

  private VerifyRun.Result verify(
      Path folder, Manifest manifest, VerifyLevel level, JobControl control) {
    VerifyRun.Result contents = VerifyRun.contents(folder, manifest, control);
    if (level == VerifyLevel.L1 || !contents.findings().isEmpty()) {
      return contents;
    }
    try (StackSession session =
            context.stacks().exclusive(new StackId(manifest.stack()), "verification");
        ActiveOperation active =
            ActiveOperation.begin(
                context, session, Operation.Kind.VERIFY, manifest.backup(), control)) {
      VerifyRun run =
          new VerifyRun(context, session.files().project(), active.workbench(), control);
      return run.run(folder, manifest, level);
    } catch (StepFailed e) {
      // a server that does not start on the data, or a tool that gives up, is a finding
      List<String> findings = new ArrayList<>(List.of(e.service() + ": " + e.step()));
      findings.addAll(e.evidence());
      return new VerifyRun.Result(level, VerifyLevel.L1, findings, contents.checks());
    }
  }

  @Override
  public RestorePlan plan(BackupId id) {
    return planned(id).plan();
  }

  private PlannedRestore planned(BackupId id) {
    return new RestorePlanner(context, id, catalogue.existing(id)).plan();
  }

  @Override
  public RestoreReport restore(BackupId id, RestoreOptions options, JobControl control) {
    Instant start = context.clock().instant();
    Path folder = catalogue.existing(id);
    Manifest manifest = catalogue.manifest(id);
    // read whole before anything else: damage must show before anything is touched
    insistGood(id, VerifyRun.contents(folder, manifest, control));
    StackId stack = new StackId(manifest.stack());
    insistPossible(id, planned(id));
    try (StackSession session = context.stacks().exclusive(stack, "restore")) {
      Settlement.leftOver(context, session);
      PlannedRestore planned = planned(id);
      insistPossible(id, planned);
      insistGood(id, formats(session, folder, manifest, control));
      String safety = options.safetyBackup() ? safetyBackup(session, id, planned, control) : "";
      List<String> comparisons = restore(session, planned, folder, control);
      return new RestoreReport(
          id,
          comparisons,
          new KeptVolumes(context, stack).names(),
          safety,
          Duration.between(start, context.clock().instant()));
    } finally {
      changes.publish(stack);
    }
  }

  private static void insistGood(BackupId id, VerifyRun.Result result) {
    if (!result.findings().isEmpty()) {
      throw new ProblemException(new BackupDamaged(id.value(), result.findings()));
    }
  }

  private static void insistPossible(BackupId id, PlannedRestore planned) {
    if (!planned.plan().refusals().isEmpty()) {
      throw new ProblemException(new RestoreRefused(id.value(), planned.plan().refusals()));
    }
  }

  private VerifyRun.Result formats(
      StackSession session, Path folder, Manifest manifest, JobControl control) {
    try (ActiveOperation active =
        ActiveOperation.begin(
            context, session, Operation.Kind.RESTORE_CHECK, manifest.backup(), control)) {
      return new VerifyRun(context, session.files().project(), active.workbench(), control)
          .run(folder, manifest, VerifyLevel.L2);
    } catch (StepFailed e) {
      throw new ProblemException(
          new RestoreRefused(manifest.backup(), List.of(e.service() + ": " + e.step())), e);
    }
  }

  /** What runs can be saved by a backup; what does not run stays in its old volume. */
  private String safetyBackup(
      StackSession session, BackupId id, PlannedRestore planned, JobControl control) {
    Set<String> running =
        planned.parts().stream()
            .filter(Part::running)
            .map(Part::service)
            .collect(Collectors.toSet());
    if (running.isEmpty()) {
      return "";
    }
    control.report(Progress.step("Backing up what is there now"));
    BackupOptions options = new BackupOptions(VerifyLevel.L2, "made before restoring " + id);
    Path folder =
        new BackupRun(context, session, control)
            .run(Operation.Kind.SAFETY_BACKUP, options, running::contains);
    return idOf(folder).value();
  }

  private List<String> restore(
      StackSession session, PlannedRestore planned, Path folder, JobControl control) {
    String backup = planned.plan().backup().value();
    ActiveOperation active =
        ActiveOperation.begin(context, session, Operation.Kind.RESTORE, backup, control);
    RuntimeException failure;
    try {
      List<String> comparisons = new RestoreRun(context, active, planned, folder, control).run();
      active.close();
      return comparisons;
    } catch (StepFailed | ProblemException e) {
      failure = e;
    }
    try {
      active.close();
    } catch (RuntimeException undo) {
      log.error("the restore of {} could not be undone", backup, undo);
      failure.addSuppressed(undo);
      throw new ProblemException(
          new RestoreUnfinished(backup, step(failure), evidence(failure)), failure);
    }
    if (failure instanceof ProblemException problem && problem.problem() instanceof Cancelled) {
      throw problem;
    }
    throw new ProblemException(
        new RestoreFailed(backup, step(failure), evidence(failure)), failure);
  }

  private static String step(RuntimeException failure) {
    return failure instanceof StepFailed step
        ? step.service() + ": " + step.step()
        : String.valueOf(failure.getMessage());
  }

  private static List<String> evidence(RuntimeException failure) {
    return switch (failure) {
      case StepFailed step -> step.evidence();
      case ProblemException carrier -> {
        Problem problem = carrier.problem();
        yield problem.evidence();
      }
      default -> List.of(failure.toString());
    };
  }

  @Override
  public UndoReport undoRestore(StackId stack, JobControl control) {
    try (StackSession session = context.stacks().exclusive(stack, "undo of a restore")) {
      Settlement.leftOver(context, session);
      return new KeptVolumes(context, stack).undo(session, control);
    } finally {
      changes.publish(stack);
    }
  }

  @Override
  public List<String> keptVolumes(StackId stack) {
    return new KeptVolumes(context, stack).names();
  }

  @Override
  public void dropKeptVolumes(StackId stack) {
    try (StackSession session = context.stacks().exclusive(stack, "removal of old volumes")) {
      Settlement.leftOver(context, session);
      new KeptVolumes(context, stack).drop();
    } finally {
      changes.publish(stack);
    }
  }

  @Override
  public void delete(BackupId id) {
    BackupSummary summary = catalogue.get(id);
    try (StackSession session =
        context.stacks().exclusive(summary.stack(), "removal of a backup")) {
      delete(summary);
    } catch (ProblemException e) {
      if (!(e.problem() instanceof NoSuchStack)) {
        throw e;
      }
      // nobody can be at work on a stack that is gone
      delete(summary);
    }
    changes.publish(summary.stack());
  }

  private void delete(BackupSummary summary) {
    try {
      context.folders().delete(summary.id().value());
    } catch (IOException e) {
      throw trouble(summary.folder(), e);
    }
  }

  @Override
  public Optional<UnfinishedOperation> unfinished(StackId stack) {
    OperationJournal journal = context.journal(stack.value());
    Optional<Operation> found = journal.read();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    // a lock taken only to look would make the start fail that begins in this moment
    if (!mayLive(found.get())) {
      return found.map(operation -> unfinished(operation, false));
    }
    // it holds the lock while it is at work; without it, it could not put everything back
    try (StackSession session = context.stacks().exclusive(stack, "look at what is at work")) {
      return journal.read().map(operation -> unfinished(operation, false));
    } catch (ProblemException e) {
      if (e.problem() instanceof OperationRunning) {
        return journal.read().map(operation -> unfinished(operation, true));
      }
      throw e;
    }
  }

  /** Whether the operation's process may be there; its id may belong to a later one by now. */
  private static boolean mayLive(Operation operation) {
    return ProcessHandle.of(operation.processId())
        .filter(ProcessHandle::isAlive)
        .map(process ->
            process
                .info()
                .startInstant()
                .map(start -> start.isBefore(operation.startedAt().plus(CLOCK_STEP)))
                .orElse(true))
        .orElse(false);
  }

  private static UnfinishedOperation unfinished(Operation operation, boolean atWork) {
    String kind =
        switch (operation.kind()) {
          case SAFETY_BACKUP, RESTORE_CHECK ->
              atWork ? "restore" : "restore that had changed nothing yet";
          case BACKUP, VERIFY, RESTORE, UNDO -> operation.kind().name().toLowerCase(Locale.ROOT);
        };
    return new UnfinishedOperation(
        kind, operation.startedAt(), operation.processId(), atWork, operation.stopped());
  }

  @Override
  public void recover() {
    recovery.run();
  }

  private static BackupId idOf(Path folder) {
    return new BackupId(String.valueOf(folder.getFileName()));
  }

  private static ProblemException trouble(Path path, IOException e) {
    return new ProblemException(new FileTrouble(path.toString(), e.toString()), e);
  }
}
