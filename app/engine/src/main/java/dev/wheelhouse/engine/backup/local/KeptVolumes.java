// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.local;

import dev.wheelhouse.engine.backup.BackupId;
import dev.wheelhouse.engine.backup.UndoReport;
import dev.wheelhouse.engine.backup.operation.Operation;
import dev.wheelhouse.engine.backup.operation.Operation.Change;
import dev.wheelhouse.engine.backup.operation.Operation.Phase;
import dev.wheelhouse.engine.backup.operation.OperationJournal;
import dev.wheelhouse.engine.backup.operation.OperationJournal.Restored;
import dev.wheelhouse.engine.backup.service.StepFailed;
import dev.wheelhouse.engine.compose.ComposeVolume;
import dev.wheelhouse.engine.docker.ContainerSummary;
import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.job.Progress;
import dev.wheelhouse.engine.problem.BackupProblem.RestoreFailed;
import dev.wheelhouse.engine.problem.BackupProblem.VolumesDisagree;
import dev.wheelhouse.engine.problem.InputProblem.BadInput;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.stack.StackFiles;
import dev.wheelhouse.engine.stack.StackId;
import dev.wheelhouse.engine.stack.StackSession;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The volumes that restores replaced: named, put back in use, or dropped when the user says so. */
final class KeptVolumes {
  private static final Duration HEALTHY = Duration.ofMinutes(5);

  private final BackupContext context;
  private final StackId stack;

  KeptVolumes(BackupContext context, StackId stack) {
    this.context = context;
    this.stack = stack;
  }

  /**
   * Volumes of past restores that the stack does not use now, and that no restore left in use: a
   * compose file or {@code .env} that names others by mistake makes no live data old.
   */
  List<String> names() {
    List<Restored> restored = journal().restored();
    Set<String> leftInUse = new HashSet<>();
    for (Restored one : restored) {
      one.change().oldVolumes().forEach(leftInUse::remove);
      leftInUse.addAll(one.change().newVolumes());
    }
    Set<String> used =
        context.stacks().files(stack).project().volumes().values().stream()
            .map(ComposeVolume::name)
            .collect(Collectors.toSet());
    return restored.stream()
        .map(Restored::change)
        .flatMap(
            change -> Stream.concat(change.oldVolumes().stream(), change.newVolumes().stream()))
        .distinct()
        .filter(volume -> !used.contains(volume) && !leftInUse.contains(volume))
        .toList();
  }

  /** What these restores wrote into {@code .env} must still be there. */
  private void insistAgreement(StackFiles files, List<Restored> restored) {
    Map<String, String> expected = new HashMap<>();
    restored.forEach(one -> expected.putAll(one.change().to()));
    Map<String, String> found = new HashMap<>();
    expected.keySet().forEach(name -> found.put(name, files.variables().getOrDefault(name, "")));
    expected.entrySet().removeIf(one -> one.getValue().equals(found.get(one.getKey())));
    if (!expected.isEmpty()) {
      String file = files.folder().resolve(".env").toString();
      throw new ProblemException(new VolumesDisagree(stack.value(), file, expected, found));
    }
  }

  private OperationJournal journal() {
    return context.journal(stack.value());
  }

  /** Removes them; refuses while anything uses one, or while it is not certain which are old. */
  void drop() {
    insistAgreement(context.stacks().files(stack), journal().restored());
    Docker docker = context.connection().docker();
    for (String volume : names()) {
      docker.removeVolume(volume);
    }
    journal().setRestored(List.of());
  }

  /** Puts the volumes from before the last restore, or the last undo, back in use. */
  UndoReport undo(StackSession session, JobControl control) {
    List<Restored> restored = journal().restored();
    if (restored.isEmpty()) {
      throw nothing("there was no restore, or its old volumes were dropped");
    }
    Restored last = restored.getLast();
    insistAgreement(session.files(), List.of(last));
    checkThere(last.change());
    try (ActiveOperation active =
        ActiveOperation.begin(context, session, Operation.Kind.UNDO, last.backup(), control)) {
      Change change = reversed(active.docker(), last.change());
      active.changing(change.in(Phase.SWITCHING));
      control.report(Progress.step("Switching back to " + String.join(", ", change.newVolumes())));
      session.stop(Set.copyOf(change.services()), control);
      session.setVariables(change.to());
      if (!change.running().isEmpty()) {
        session.start(Set.copyOf(change.running()), HEALTHY, control);
      }
      active.changing(change.in(Phase.DONE));
      Settlement.record(context, active.operation(), change.in(Phase.DONE));
      active.finished();
      return new UndoReport(new BackupId(last.backup()), last.undone(), change.newVolumes());
    } catch (StepFailed e) {
      throw new ProblemException(new RestoreFailed(last.backup(), e.step(), e.evidence()), e);
    }
  }

  /** The way back, with the services that run now. */
  private Change reversed(Docker docker, Change change) {
    Set<String> running =
        docker.containers(Map.of("com.docker.compose.project", stack.value())).stream()
            .filter(ContainerSummary::running)
            .map(one -> one.labels().getOrDefault("com.docker.compose.service", ""))
            .collect(Collectors.toSet());
    Change back = change.reversed();
    return new Change(
        back.phase(),
        back.from(),
        back.to(),
        back.oldVolumes(),
        back.newVolumes(),
        back.services(),
        back.services().stream().filter(running::contains).toList());
  }

  private void checkThere(Change change) {
    Docker docker = context.connection().docker();
    for (String volume : change.oldVolumes()) {
      if (docker.volume(volume).isEmpty()) {
        throw nothing("the volume " + volume + " is gone");
      }
    }
  }

  private ProblemException nothing(String reason) {
    return new ProblemException(
        new BadInput(
            "The last restore of " + stack,
            reason,
            "Restore a backup instead; \"wheelhouse backup list\" shows what there is."));
  }
}
