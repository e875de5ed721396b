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
import dev.wheelhouse.engine.docker.NetworkSpec;
import dev.wheelhouse.engine.docker.PortBinding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

  /**
   * The name that Compose would give too.
   *
   * @param number of the container among those of its service, from 1
   */
  public String containerName(ComposeService service, int number) {
    String given = service.making().containerName();
    return given != null ? given : project.name() + "-" + service.name() + "-" + number;
  }

  /** What that container of the service is made from, as one number. */
  public String hash(ComposeService service, int number) {
    Map<String, String> contents = new LinkedHashMap<>();
    for (FileMount file : service.files()) {
      String content = source(file).content();
      if (content != null) {
        contents.put(file.target(), content);
      }
    }
    return hash.of(spec(service, number, service.labels()), contents);
  }

  /**
   * The container with all its labels.
   *
   * @param imageId the id of the image, once it is on the engine
   */
  public ContainerSpec spec(ComposeService service, int number, String imageId) {
    String made = hash(service, number);
    return spec(service, number, Labels.container(project, service, number, made, imageId));
  }

  private ContainerSpec spec(ComposeService service, int number, Map<String, String> labels) {
    Program program = service.program();
    return new ContainerSpec(
        containerName(service, number),
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
        ports(service, number),
        mounts(service),
        networks(service, number),
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

  static List<PortBinding> ports(ComposeService service, int number) {
    return service.ports().stream()
        .map(port ->
            new PortBinding(
                port.hostAddress(), port.hostPort(number), port.containerPort(), port.protocol()))
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
      String path = source(file).file().toString();
      mounts.add(new MountSpec(MountSpec.Type.BIND, path, file.target(), true, Map.of()));
    }
    return mounts;
  }

  private ComposeFile source(FileMount file) {
    Map<String, ComposeFile> known = file.secret() ? project.secrets() : project.configs();
    return Objects.requireNonNull(known.get(file.source()));
  }

  private String source(ComposeMount mount) {
    if (mount.kind() != ComposeMount.Kind.VOLUME) {
      return mount.source();
    }
    ComposeVolume volume = Objects.requireNonNull(project.volumes().get(mount.source()));
    return volume.name();
  }

  private List<NetworkAttachment> networks(ComposeService service, int number) {
    List<NetworkAttachment> result = new ArrayList<>();
    service
        .networks()
        .forEach((key, own) -> {
          ComposeNetwork network = Objects.requireNonNull(project.networks().get(key));
          List<String> aliases =
              new ArrayList<>(List.of(containerName(service, number), service.name()));
          aliases.addAll(own.aliases());
          result.add(new NetworkAttachment(network.name(), aliases, own.ipv4(), own.ipv6()));
        });
    return result;
  }

  /** The network to create, with these labels. */
  public static NetworkSpec network(ComposeNetwork network, Map<String, String> labels) {
    return new NetworkSpec(
        network.name(),
        network.internal(),
        network.addressing().ipv6(),
        network.addressing().pools().stream()
            .map(pool ->
                new NetworkSpec.Pool(pool.subnet(), pool.gateway(), pool.range(), pool.reserved()))
            .toList(),
        network.options(),
        labels);
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
            .toList(),
        around.hostDevices().stream()
            .map(device ->
                new ContainerSpec.HostDevice(
                    device.source(), device.target(), device.permissions()))
            .toList());
  }
}
