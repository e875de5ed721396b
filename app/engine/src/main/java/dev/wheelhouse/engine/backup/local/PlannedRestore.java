// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.local;

import dev.wheelhouse.engine.backup.RestorePlan;
import dev.wheelhouse.engine.backup.format.Manifest;
import dev.wheelhouse.engine.backup.operation.Operation.Change;
import dev.wheelhouse.engine.backup.operation.Operation.Phase;
import dev.wheelhouse.engine.backup.service.ServiceBackup;
import dev.wheelhouse.engine.backup.service.ServiceBlueprint;
import dev.wheelhouse.engine.backup.service.ServiceBlueprint.VolumeUse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A restore as it will be done, and what people are told of it.
 *
 * @param parts the services that can be restored; complete only without refusals
 */
record PlannedRestore(RestorePlan plan, List<Part> parts) {

  /**
   * One service.
   *
   * @param from present value of the variable that ends the volume's name; empty for none
   * @param to its value after the restore
   * @param newVolume the volume's name with that value
   * @param running whether the service runs now
   */
  record Part(
      ServiceBlueprint blueprint,
      ServiceBackup kind,
      Manifest.Service taken,
      VolumeUse volume,
      String from,
      String to,
      String newVolume,
      boolean running) {
    String service() {
      return blueprint.name();
    }
  }

  Change change() {
    return new Change(
        Phase.LOADING,
        variables(Part::from),
        variables(Part::to),
        parts.stream().map(part -> part.volume().name()).toList(),
        parts.stream().map(Part::newVolume).toList(),
        parts.stream().map(Part::service).toList(),
        parts.stream().filter(Part::running).map(Part::service).toList());
  }

  private Map<String, String> variables(Function<Part, String> value) {
    Map<String, String> variables = new LinkedHashMap<>();
    parts.forEach(part -> variables.put(part.volume().generationVariable(), value.apply(part)));
    return variables;
  }
}
