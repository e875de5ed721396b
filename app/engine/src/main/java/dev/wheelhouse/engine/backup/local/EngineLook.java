// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.local;

import dev.wheelhouse.engine.backup.format.Manifest;
import dev.wheelhouse.engine.backup.service.Server;
import dev.wheelhouse.engine.backup.service.ServiceBackup;
import dev.wheelhouse.engine.backup.service.ServiceBlueprint;
import dev.wheelhouse.engine.backup.service.ServiceBlueprint.VolumeUse;
import dev.wheelhouse.engine.backup.service.Workbench;
import dev.wheelhouse.engine.docker.ContainerDetail;
import dev.wheelhouse.engine.docker.ContainerSummary;
import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.docker.ExecResult;
import dev.wheelhouse.engine.docker.ImageInfo;
import dev.wheelhouse.engine.problem.EngineProblem;
import dev.wheelhouse.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a plan needs to know of the engine, asked once. */
final class EngineLook implements AutoCloseable {
  private static final String PROJECT = "com.docker.compose.project";
  private static final String SERVICE = "com.docker.compose.service";

  private final Docker docker;
  private final String stack;
  private final Workbench workbench;
  private final List<ContainerDetail> containers;

  EngineLook(Docker docker, String stack) {
    this.docker = docker;
    this.stack = stack;
    this.workbench = new Workbench(docker, ActiveOperation.newId(), stack);
    this.containers = details(docker);
  }

  private static List<ContainerDetail> details(Docker docker) {
    List<ContainerDetail> details = new ArrayList<>();
    for (ContainerSummary container : docker.containers(Map.of())) {
      try {
        details.add(docker.inspect(container.id()));
      } catch (ProblemException e) {
        if (!(e.problem() instanceof EngineProblem.NotFound)) {
          throw e;
        }
        // it went away between the two questions
      }
    }
    return details;
  }

  boolean exists(String volume) {
    return docker.volume(volume).isPresent();
  }

  boolean running(String service) {
    return containers.stream().anyMatch(one -> ours(one, service) && one.running());
  }

  private boolean ours(ContainerDetail container, String service) {
    return stack.equals(container.labels().get(PROJECT))
        && service.equals(container.labels().get(SERVICE));
  }

  /** Running containers that use the volume and are not the service's own. */
  List<String> foreignUsers(ServiceBlueprint blueprint, VolumeUse volume) {
    return containers.stream()
        .filter(one -> one.running() && !ours(one, blueprint.name()))
        .filter(one ->
            one.mounts().stream()
                .anyMatch(mount -> mount.volume() && mount.source().equals(volume.name())))
        .map(one ->
            "container "
                + one.name()
                + " uses the volume "
                + volume.name()
                + " too and would go on with the old data")
        .toList();
  }

  /** Version of the server that a restore would get. */
  String version(ServiceBlueprint blueprint, ServiceBackup kind, Manifest.Source source) {
    Optional<ImageInfo> image = docker.image(blueprint.image());
    if (image.filter(found -> found.id().equals(source.imageId())).isPresent()) {
      return source.serverVersion();
    }
    return kind.version(workbench.tools(blueprint));
  }

  /** Free bytes where the engine keeps volumes; -1 when it does not say. */
  long free(ServiceBlueprint blueprint) {
    Server server =
        containers.stream()
            .filter(one -> ours(one, blueprint.name()) && one.running())
            .findFirst()
            .map(one -> new Server(docker, blueprint, one.id()))
            .orElseGet(() -> workbench.tools(blueprint));
    boolean real = server.blueprint().dataVolume().isPresent();
    String path = real && !isTools(server) ? target(blueprint) : "/";
    ExecResult result = server.exec(List.of("df", "-Pk", path));
    List<String> lines = result.output().lines().toList();
    String[] fields = lines.isEmpty() ? new String[0] : lines.getLast().split("\\s+");
    return result.ok() && fields.length > 3 && fields[3].matches("\\d{1,15}")
        ? Long.parseLong(fields[3]) * 1024
        : -1;
  }

  private boolean isTools(Server server) {
    return containers.stream().noneMatch(one -> one.id().equals(server.container()));
  }

  private static String target(ServiceBlueprint blueprint) {
    return blueprint.dataVolume().orElseThrow().target();
  }

  @Override
  public void close() {
    workbench.close();
  }
}
