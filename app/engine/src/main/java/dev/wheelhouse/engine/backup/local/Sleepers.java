// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.local;

import dev.wheelhouse.engine.backup.operation.Operation.Asleep;
import dev.wheelhouse.engine.backup.service.ServiceBackup;
import dev.wheelhouse.engine.backup.service.ServiceBlueprint;
import dev.wheelhouse.engine.backup.service.StepFailed;
import dev.wheelhouse.engine.docker.ContainerSummary;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.job.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Services that do not run while a backup of them is wanted. Those whose backup needs a server, or
 * that have no container to copy from, are started for the backup and stopped again after it.
 */
final class Sleepers {
  private static final String PROJECT = "com.docker.compose.project";
  private static final String SERVICE = "com.docker.compose.service";

  private final ActiveOperation active;
  private final JobControl control;
  private final Map<String, Boolean> running;

  Sleepers(ActiveOperation active, JobControl control) {
    this.active = active;
    this.control = control;
    this.running = look();
  }

  /** Whether each service that has a container runs. */
  private Map<String, Boolean> look() {
    Map<String, Boolean> found = new java.util.HashMap<>();
    String stack = active.session().files().id().value();
    for (ContainerSummary row : active.docker().containers(Map.of(PROJECT, stack))) {
      found.merge(row.labels().getOrDefault(SERVICE, ""), row.running(), Boolean::logicalOr);
    }
    return found;
  }

  void wake(Map<ServiceBlueprint, ServiceBackup> chosen) {
    Set<String> needed = new TreeSet<>();
    chosen.forEach((blueprint, kind) -> {
      boolean there = running.containsKey(blueprint.name());
      if (!there || (kind.needsServer() && !runs(blueprint.name()))) {
        insistOnData(blueprint);
        needed.add(blueprint.name());
      }
    });
    if (needed.isEmpty()) {
      return;
    }
    control.report(Progress.step("Starting " + String.join(", ", needed) + " for the backup"));
    active.wake(needed, before());
  }

  private boolean runs(String service) {
    return running.getOrDefault(service, false);
  }

  /** A start would make an empty volume, and the backup would be one of nothing. */
  private void insistOnData(ServiceBlueprint blueprint) {
    String volume = blueprint.dataVolume().orElseThrow().name();
    if (active.docker().volume(volume).isEmpty()) {
      throw new StepFailed(
          blueprint.name(),
          "it has no data yet; \"wheelhouse up\" starts it for the first time",
          List.of("there is no volume " + volume));
    }
  }

  /** What a start may also start: every service that does not run now. */
  private Asleep before() {
    List<String> stopped = new ArrayList<>();
    List<String> absent = new ArrayList<>();
    for (String service : active.session().files().project().services().keySet()) {
      if (!running.containsKey(service)) {
        absent.add(service);
      } else if (!runs(service)) {
        stopped.add(service);
      }
    }
    return new Asleep(stopped, absent, running.isEmpty());
  }
}
