// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.local;

import dev.wheelhouse.engine.backup.format.Manifest;
import dev.wheelhouse.engine.backup.local.PlannedRestore.Part;
import dev.wheelhouse.engine.backup.operation.Operation.Change;
import dev.wheelhouse.engine.backup.operation.Operation.Phase;
import dev.wheelhouse.engine.backup.service.Comparison;
import dev.wheelhouse.engine.backup.service.Load;
import dev.wheelhouse.engine.backup.service.Server;
import dev.wheelhouse.engine.backup.service.StepFailed;
import dev.wheelhouse.engine.compose.ComposeVolume;
import dev.wheelhouse.engine.docker.ContainerDetail;
import dev.wheelhouse.engine.docker.VolumeSpec;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.job.Progress;
import dev.wheelhouse.engine.stack.StackSession;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restores into new volumes beside the old ones, proves them, and only then switches. The old
 * volumes are never written to, so at every moment one set is whole.
 */
final class RestoreRun {
  private static final Logger log = LoggerFactory.getLogger(RestoreRun.class);
  private static final Duration HEALTHY = Duration.ofMinutes(5);

  private final BackupContext context;
  private final ActiveOperation active;
  private final PlannedRestore planned;
  private final Path folder;
  private final JobControl control;
  private final List<String> comparisons = new ArrayList<>();

  RestoreRun(
      BackupContext context,
      ActiveOperation active,
      PlannedRestore planned,
      Path folder,
      JobControl control) {
    this.context = context;
    this.active = active;
    this.planned = planned;
    this.folder = folder;
    this.control = control;
  }

  /** Does it; returns each count with what it was at backup time. */
  List<String> run() {
    Change change = planned.change();
    active.changing(change);
    StackSession session = active.session();
    control.report(Progress.step("Stopping " + String.join(", ", change.running())));
    if (!change.running().isEmpty()) {
      session.halt(Set.copyOf(change.running()), control);
    }
    for (Part part : planned.parts()) {
      control.checkCancelled();
      load(part);
    }
    control.checkCancelled();
    active.changing(change.in(Phase.SWITCHING));
    control.report(Progress.step("Switching to the restored volumes"));
    session.stop(Set.copyOf(change.services()), control);
    session.setVariables(change.to());
    checkNames(session);
    start(session, change);
    active.changing(change.in(Phase.DONE));
    Settlement.record(context, active.operation(), change.in(Phase.DONE));
    active.finished();
    log.info("{} is restored from {}", change.services(), folder.getFileName());
    return List.copyOf(comparisons);
  }

  private void load(Part part) {
    ComposeVolume volume = part.volume().volume();
    active
        .docker()
        .createVolume(new VolumeSpec(part.newVolume(), labels(volume), volume.options()));
    Load load = new Load(part.blueprint(), part.taken(), folder, active.workbench(), control);
    Comparison comparison = part.kind().load(load, part.newVolume());
    comparison.lines().forEach(line -> comparisons.add("restored " + line));
    insist(part.taken(), "what was restored is not what was backed up", comparison);
  }

  /** What Compose gives a volume that it creates, so that it takes this one for its own. */
  private Map<String, String> labels(ComposeVolume volume) {
    Map<String, String> labels = new HashMap<>(volume.labels());
    labels.put("com.docker.compose.project", active.session().files().project().name());
    labels.put("com.docker.compose.volume", volume.key());
    labels.put("com.docker.compose.version", "wheelhouse");
    return labels;
  }

  /** The files themselves must now name the new volumes; nothing else would switch. */
  private void checkNames(StackSession session) {
    Map<String, ComposeVolume> volumes = session.files().project().volumes();
    for (Part part : planned.parts()) {
      ComposeVolume volume = volumes.get(part.volume().volume().key());
      String name = volume == null ? "none" : volume.name();
      if (!name.equals(part.newVolume())) {
        throw new StepFailed(
            part.service(),
            "switching to the new volume",
            List.of("the stack still names " + name + " instead of " + part.newVolume()));
      }
    }
  }

  private void start(StackSession session, Change change) {
    if (change.running().isEmpty()) {
      return;
    }
    control.report(Progress.step("Starting " + String.join(", ", change.running())));
    session.start(Set.copyOf(change.running()), HEALTHY, control);
    for (Part part : planned.parts()) {
      if (part.running()) {
        compare(session, part);
      }
    }
  }

  private void compare(StackSession session, Part part) {
    String container =
        session
            .container(part.service())
            .orElseThrow(
                () -> new StepFailed(part.service(), "it has no container now", List.of()));
    ContainerDetail detail = active.docker().inspect(container);
    boolean mounted =
        detail.mounts().stream()
            .anyMatch(mount -> mount.volume() && mount.source().equals(part.newVolume()));
    if (!mounted) {
      throw new StepFailed(
          part.service(),
          "it was started without the new volume",
          List.of("it mounts " + detail.mounts()));
    }
    Server server = new Server(active.docker(), part.blueprint(), container);
    Comparison comparison = part.kind().compare(server, part.taken(), Comparison.Mode.IN_USE);
    comparison.lines().forEach(line -> comparisons.add("in use " + line));
    insist(part.taken(), "the started server does not have what was restored", comparison);
  }

  private static void insist(Manifest.Service taken, String step, Comparison comparison) {
    if (!comparison.equal()) {
      throw new StepFailed(taken.service(), step, comparison.differences());
    }
  }
}
