// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.plan;

import dev.wheelhouse.engine.compose.ComposeFile;
import dev.wheelhouse.engine.compose.ComposeHealth;
import dev.wheelhouse.engine.compose.ComposeMount;
import dev.wheelhouse.engine.compose.ComposeNetwork;
import dev.wheelhouse.engine.compose.ComposeProject;
import dev.wheelhouse.engine.compose.ComposeService;
import dev.wheelhouse.engine.compose.ComposeService.FileMount;
import dev.wheelhouse.engine.compose.ComposeService.Program;
import dev.wheelhouse.engine.compose.ComposeService.Resources;
import dev.wheelhouse.engine.compose.ComposeService.Rights;
import dev.wheelhouse.engine.compose.ComposeVolume;
import dev.wheelhouse.engine.docker.ContainerSpec;
import dev.wheelhouse.engine.docker.ContainerSpec.HealthCheck;
import dev.wheelhouse.engine.docker.ContainerSpec.HostOptions;
import dev.wheelhouse.engine.docker.ContainerSpec.MountSpec;
import dev.wheelhouse.engine.docker.ContainerSpec.NetworkAttachment;
import dev.wheelhouse.engine.docker.ContainerSpec.Ulimit;
import dev.wheelhouse.engine.docker.PortBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns services of a project into containers to create. */
public final class ServiceSpecs {
  private final ComposeProject project;
  private final ConfigHash hash;

  public ServiceSpecs(ComposeProject project) {
    this.project = project;
    this.hash = new ConfigHash(project.folder());
  }

  /** The name that Compose would give too. */
  public String containerName(ComposeService service) {
    return project.name() + "-" + service.name() + "-1";
  }

  /** What the container of this service is made from, as one number. */
  public String hash(ComposeService service) {
    return hash.of(spec(service, service.labels()));
  }

  /**
   * The container with all its labels.
   *
   * @param imageId the id of the image, once it is on the engine
   */
  public ContainerSpec spec(ComposeService service, String imageId) {
    return spec(service, Labels.container(project, service, hash(service), imageId));
  }

  private ContainerSpec spec(ComposeService service, Map<String, String> labels) {
    Program program = service.program();
    return new ContainerSpec(
        containerName(service),
        service.image(),
        program.entrypoint(),
        program.command(),
        service.environment(),
        labels,
        program.user(),
        program.workingDirectory(),
        program.hostname(),
        health(service.health()),
        program.stopSignal(),
        program.stopGrace(),
        ports(service),
        mounts(service),
        networks(service),
        host(service));
  }

  private static @Nullable HealthCheck health(@Nullable ComposeHealth health) {
    return health == null
        ? null
        : new HealthCheck(
            health.test(),
            health.interval(),
            health.timeout(),
            health.startPeriod(),
            health.retries());
  }

  static List<PortBinding> ports(ComposeService service) {
    return service.ports().stream()
        .map(port ->
            new PortBinding(
                port.hostAddress(), port.hostPort(), port.containerPort(), port.protocol()))
        .toList();
  }

  private List<MountSpec> mounts(ComposeService service) {
    List<MountSpec> mounts = new ArrayList<>();
    for (ComposeMount mount : service.mounts()) {
      MountSpec.Type type =
          switch (mount.kind()) {
            case VOLUME -> MountSpec.Type.VOLUME;
            case BIND -> MountSpec.Type.BIND;
            case TMPFS -> MountSpec.Type.TMPFS;
          };
      mounts.add(
          new MountSpec(type, source(mount), mount.target(), mount.readOnly(), mount.options()));
    }
    for (FileMount file : service.files()) {
      Map<String, ComposeFile> known = file.secret() ? project.secrets() : project.configs();
      ComposeFile source = Objects.requireNonNull(known.get(file.source()));
      String path = source.file().toString();
      mounts.add(new MountSpec(MountSpec.Type.BIND, path, file.target(), true, Map.of()));
    }
    return mounts;
  }

  private String source(ComposeMount mount) {
    if (mount.kind() != ComposeMount.Kind.VOLUME) {
      return mount.source();
    }
    ComposeVolume volume = Objects.requireNonNull(project.volumes().get(mount.source()));
    return volume.name();
  }

  private List<NetworkAttachment> networks(ComposeService service) {
    List<NetworkAttachment> result = new ArrayList<>();
    service
        .networks()
        .forEach((key, own) -> {
          ComposeNetwork network = Objects.requireNonNull(project.networks().get(key));
          List<String> aliases = new ArrayList<>(List.of(containerName(service), service.name()));
          aliases.addAll(own);
          result.add(new NetworkAttachment(network.name(), aliases));
        });
    return result;
  }

  private static HostOptions host(ComposeService service) {
    Resources resources = service.resources();
    Rights rights = service.rights();
    return new HostOptions(
        service.restart().policy(),
        service.restart().retries(),
        resources.memoryBytes(),
        resources.nanoCpus(),
        resources.shmBytes(),
        resources.pids(),
        service.program().init(),
        rights.readOnly(),
        rights.privileged(),
        rights.capAdd(),
        rights.capDrop(),
        rights.securityOptions(),
        rights.extraHosts(),
        service.logging().options(),
        service.logging().driver(),
        rights.sysctls(),
        resources.ulimits().stream()
            .map(limit -> new Ulimit(limit.name(), limit.soft(), limit.hard()))
            .toList(),
        surroundings(rights.surroundings()));
  }

  private static ContainerSpec.Surroundings surroundings(ComposeService.Surroundings around) {
    return new ContainerSpec.Surroundings(
        around.dns(),
        around.dnsSearch(),
        around.dnsOptions(),
        around.groups(),
        around.domain(),
        around.terminal(),
        around.input(),
        around.oomScore(),
        around.memoryReservation(),
        around.cpuShares(),
        around.cpus(),
        around.devices().stream()
            .map(device ->
                new ContainerSpec.DeviceRequest(
                    device.driver(),
                    device.count(),
                    device.ids(),
                    device.capabilities(),
                    device.options()))
            .toList());
  }
}
