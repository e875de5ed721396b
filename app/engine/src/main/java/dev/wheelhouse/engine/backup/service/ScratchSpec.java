// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.service;

import dev.wheelhouse.engine.compose.ComposeFile;
import dev.wheelhouse.engine.compose.ComposeMount;
import dev.wheelhouse.engine.compose.ComposeService;
import dev.wheelhouse.engine.docker.ContainerSpec;
import dev.wheelhouse.engine.docker.ContainerSpec.HostOptions;
import dev.wheelhouse.engine.docker.ContainerSpec.MountSpec;
import dev.wheelhouse.engine.docker.ContainerSpec.NetworkAttachment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Containers that exist for one operation: the image, program, settings, secrets and limits of a
 * service, but no network, no ports, no restarts, no health check, and another volume for the data.
 */
final class ScratchSpec {
  private static final List<NetworkAttachment> NO_NETWORK =
      List.of(new NetworkAttachment("none", List.of()));

  private ScratchSpec() {}

  static ContainerSpec server(
      String name, Map<String, String> labels, ServiceBlueprint blueprint, String volume) {
    ComposeService like = blueprint.service();
    ComposeService.Program program = like.program();
    return new ContainerSpec(
        name,
        like.image(),
        program.entrypoint(),
        program.command(),
        like.environment(),
        labels,
        program.user(),
        program.workingDirectory(),
        null,
        null,
        program.stopSignal(),
        program.stopGrace(),
        List.of(),
        mounts(blueprint, volume),
        NO_NETWORK,
        host(like));
  }

  /** Runs nothing, so that the tools of the image can be called in it. */
  static ContainerSpec tools(String name, Map<String, String> labels, String image) {
    return new ContainerSpec(
        name,
        image,
        List.of("sleep"),
        List.of("1000000"),
        Map.of(),
        labels,
        "0:0",
        "/",
        null,
        null,
        "SIGKILL",
        null,
        List.of(),
        List.of(),
        NO_NETWORK,
        HostOptions.defaults());
  }

  private static List<MountSpec> mounts(ServiceBlueprint blueprint, String volume) {
    List<MountSpec> mounts = new ArrayList<>();
    for (ComposeMount mount : blueprint.service().mounts()) {
      mounts.add(
          switch (mount.kind()) {
            case VOLUME ->
                new MountSpec(MountSpec.Type.VOLUME, volume, mount.target(), false, Map.of());
            case BIND ->
                new MountSpec(MountSpec.Type.BIND, mount.source(), mount.target(), true, Map.of());
            case TMPFS ->
                new MountSpec(MountSpec.Type.TMPFS, "", mount.target(), false, mount.options());
          });
    }
    for (ComposeService.FileMount file : blueprint.service().files()) {
      Map<String, ComposeFile> files =
          file.secret() ? blueprint.project().secrets() : blueprint.project().configs();
      ComposeFile source = files.get(file.source());
      if (source != null) {
        mounts.add(
            new MountSpec(
                MountSpec.Type.BIND, source.file().toString(), file.target(), true, Map.of()));
      }
    }
    return mounts;
  }

  /** May write to its own file system, which is where a load puts its files. */
  private static HostOptions host(ComposeService like) {
    ComposeService.Resources resources = like.resources();
    ComposeService.Rights rights = like.rights();
    return new HostOptions(
        "no",
        0,
        resources.memoryBytes(),
        resources.nanoCpus(),
        resources.shmBytes(),
        resources.pids(),
        like.program().init(),
        false,
        false,
        rights.capAdd(),
        rights.capDrop(),
        rights.securityOptions(),
        List.of(),
        Map.of(),
        "",
        Map.of(),
        resources.ulimits().stream()
            .map(limit -> new ContainerSpec.Ulimit(limit.name(), limit.soft(), limit.hard()))
            .toList(),
        ContainerSpec.Surroundings.usual());
  }
}
