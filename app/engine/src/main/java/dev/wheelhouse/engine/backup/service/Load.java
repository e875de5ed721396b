// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.service;

import dev.wheelhouse.engine.backup.format.Manifest;
import dev.wheelhouse.engine.job.JobControl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A service's part of a backup on its way into a volume, or under examination.
 *
 * @param blueprint of the service that will use the data
 * @param taken what the manifest says
 * @param folder the backup's folder
 */
public record Load(
    ServiceBlueprint blueprint,
    Manifest.Service taken,
    Path folder,
    Workbench workbench,
    JobControl control) {

  public Path path(Manifest.Member member) {
    return folder.resolve(member.name());
  }

  /** The members of one kind, in the order written. */
  public List<Manifest.Member> members(String kind) {
    return taken.members().stream().filter(member -> member.kind().equals(kind)).toList();
  }

  /** The one member of that kind. */
  public Manifest.Member member(String kind) {
    List<Manifest.Member> found = members(kind);
    if (found.size() != 1) {
      throw failed("looking for the " + kind, found.size() + " members of that kind");
    }
    return found.getFirst();
  }

  public String detail(String name, String otherwise) {
    return taken.details().getOrDefault(name, otherwise);
  }

  public Meter meter(String step, long total) {
    return new Meter(control, step, total);
  }

  public StepFailed failed(String step, String evidence) {
    return new StepFailed(blueprint.name(), step, List.of(evidence));
  }

  public StepFailed failed(String step, IOException e) {
    return new StepFailed(blueprint.name(), step, List.of(String.valueOf(e.getMessage())), e);
  }
}
