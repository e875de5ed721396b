// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.local;

import dev.wheelhouse.engine.backup.format.BackupFolders;
import dev.wheelhouse.engine.backup.operation.Operation;
import dev.wheelhouse.engine.backup.operation.Operation.Asleep;
import dev.wheelhouse.engine.backup.operation.Operation.Change;
import dev.wheelhouse.engine.backup.operation.OperationJournal;
import dev.wheelhouse.engine.backup.service.Workbench;
import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.problem.EngineProblem;
import dev.wheelhouse.engine.problem.InputProblem.FileTrouble;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.stack.StackSession;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts back what an operation left that failed, was cancelled, or died with its process. Each step
 * may run again after a crash of its own; the journal goes last.
 */
final class Settlement {
  private static final Logger log = LoggerFactory.getLogger(Settlement.class);
  private static final Duration HEALTHY = Duration.ofMinutes(5);

  private Settlement() {}

  /** Settles what the stack's journal names, where it names something. */
  static void leftOver(BackupContext context, StackSession session) {
    OperationJournal journal = context.journal(session.files().id().value());
    journal
        .read()
        .ifPresent(operation -> {
          log.info(
              "settling {} {} of process {}, which did not end",
              operation.kind(),
              operation.backup(),
              operation.processId());
          settle(context, session, operation);
        });
  }

  static void settle(BackupContext context, StackSession session, Operation operation) {
    removePartial(context, operation);
    Docker docker = context.connection().docker();
    Workbench.sweep(docker, Map.of(Workbench.OPERATION, operation.id()));
    Change change = operation.change();
    if (change != null) {
      settle(context, session, docker, operation, change);
    }
    for (String container : operation.stopped()) {
      startAgain(docker, container);
    }
    sleepAgain(session, operation);
    context.journal(operation.stack()).clear();
  }

  private static void settle(
      BackupContext context,
      StackSession session,
      Docker docker,
      Operation operation,
      Change change) {
    switch (change.phase()) {
      case LOADING -> startBefore(session, change);
      case SWITCHING -> {
        session.stop(Set.copyOf(change.services()), JobControl.none());
        session.setVariables(change.from());
        startBefore(session, change);
      }
      case DONE -> record(context, operation, change);
    }
    if (operation.kind() == Operation.Kind.RESTORE && change.phase() != Operation.Phase.DONE) {
      change.newVolumes().forEach(docker::removeVolume);
    }
  }

  /**
   * Remembers a change that is complete, unless that was done already. A way back takes the place
   * of the way there.
   */
  static void record(BackupContext context, Operation operation, Change change) {
    OperationJournal journal = context.journal(operation.stack());
    List<OperationJournal.Restored> all = new ArrayList<>(journal.restored());
    // only the last one: the way back from a second restore leads to where the first one led
    if (!all.isEmpty() && all.getLast().change().to().equals(change.to())) {
      return;
    }
    boolean undone = false;
    if (operation.kind() == Operation.Kind.UNDO && !all.isEmpty()) {
      undone = !all.removeLast().undone();
    }
    all.add(
        new OperationJournal.Restored(operation.backup(), operation.startedAt(), change, undone));
    journal.setRestored(all);
  }

  /** Stops what the operation had started for its own use only. */
  static void sleepAgain(StackSession session, Operation operation) {
    Asleep before = operation.asleep();
    if (before == null) {
      return;
    }
    if (before.all()) {
      session.stop(Set.of(), JobControl.none());
      return;
    }
    if (!before.stopped().isEmpty()) {
      session.halt(Set.copyOf(before.stopped()), JobControl.none());
    }
    if (!before.absent().isEmpty()) {
      session.stop(Set.copyOf(before.absent()), JobControl.none());
    }
  }

  private static void startBefore(StackSession session, Change change) {
    if (!change.running().isEmpty()) {
      session.start(Set.copyOf(change.running()), HEALTHY, JobControl.none());
    }
  }

  private static void startAgain(Docker docker, String container) {
    try {
      docker.start(container);
    } catch (ProblemException e) {
      if (!(e.problem() instanceof EngineProblem.NotFound)) {
        throw e;
      }
      log.info("container {} is gone, so it is not started again", container);
    }
  }

  private static void removePartial(BackupContext context, Operation operation) {
    if (operation.partial().isEmpty()) {
      return;
    }
    Path partial = context.folders().folder(operation.partial());
    try {
      BackupFolders.remove(partial);
    } catch (IOException e) {
      throw new ProblemException(new FileTrouble(partial.toString(), e.toString()), e);
    }
  }
}
