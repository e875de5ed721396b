// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.plan;

import dev.wheelhouse.engine.compose.ComposeNetwork;
import dev.wheelhouse.engine.compose.ComposePort;
import dev.wheelhouse.engine.compose.ComposeProject;
import dev.wheelhouse.engine.compose.ComposeService;
import dev.wheelhouse.engine.compose.ComposeVolume;
import dev.wheelhouse.engine.docker.ContainerDetail;
import dev.wheelhouse.engine.docker.ContainerDetail.Mount;
import dev.wheelhouse.engine.docker.ContainerSpec;
import dev.wheelhouse.engine.docker.ContainerSpec.MountSpec;
import dev.wheelhouse.engine.docker.ContainerSpec.NetworkAttachment;
import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.docker.ImageInfo;
import dev.wheelhouse.engine.docker.PortBinding;
import dev.wheelhouse.engine.stack.StackId;
import dev.wheelhouse.engine.stack.StackPlan;
import dev.wheelhouse.engine.stack.StackPlan.Action;
import dev.wheelhouse.engine.stack.StackPlan.ServicePlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** Compares what the files say with what the engine has. */
public final class Planner {
  private final ComposeProject project;
  private final Docker docker;
  private final ServiceSpecs specs;
  private final ServiceOrder order;
  private final Map<String, Optional<ImageInfo>> images = new ConcurrentHashMap<>();

  public Planner(ComposeProject project, Docker docker) {
    this.project = project;
    this.docker = docker;
    this.specs = new ServiceSpecs(project);
    this.order = new ServiceOrder(project);
  }

  /** What is to be done with one service: the most that one of its containers needs. */
  public ServicePlan plan(ComposeService service, Observed observed) {
    int copies = service.making().copies();
    int surplus = surplus(service, observed).size();
    ServicePlan most =
        IntStream.rangeClosed(1, copies)
            .mapToObj(number -> plan(service, number, observed))
            .min(Comparator.comparing(ServicePlan::action))
            .orElseGet(
                () -> new ServicePlan(service.name(), Action.KEEP, "it is to have no container"));
    return surplus == 0
        ? most
        : new ServicePlan(
            service.name(),
            most.action() == Action.KEEP ? Action.RECREATE : most.action(),
            most.reason() + "; " + surplus + " of its containers are too many");
  }

  /** What is to be done with the container of that number. */
  public ServicePlan plan(ComposeService service, int number, Observed observed) {
    return copy(service, number, observed)
        .map(found -> plan(service, number, found))
        .orElseGet(() -> new ServicePlan(service.name(), Action.CREATE, "it has no container yet"));
  }

  /** The service's container of that number, or the one that serves as it. */
  public Optional<ContainerDetail> copy(ComposeService service, int number, Observed observed) {
    return Optional.ofNullable(copies(service, observed).get(number));
  }

  private static NavigableMap<Integer, ContainerDetail> copies(
      ComposeService service, Observed observed) {
    return observed.copies(service.name(), service.making().copies());
  }

  /** The containers that the service has and should not have. */
  public List<ContainerDetail> surplus(ComposeService service, Observed observed) {
    return List.copyOf(
        copies(service, observed).tailMap(service.making().copies(), false).values());
  }

  private ServicePlan plan(ComposeService service, int number, ContainerDetail container) {
    String reason = whyRecreate(service, number, container);
    if (!reason.isEmpty()) {
      return new ServicePlan(service.name(), Action.RECREATE, reason);
    }
    return switch (container.state()) {
      case "running", "restarting" ->
          new ServicePlan(service.name(), Action.KEEP, "it runs as the files say");
      case "created", "exited" -> ended(service, container);
      default -> new ServicePlan(service.name(), Action.RECREATE, "it is " + container.state());
    };
  }

  private ServicePlan ended(ComposeService service, ContainerDetail container) {
    boolean done = container.state().equals("exited") && container.exitCode() == 0;
    return done && order.isJob(service.name())
        ? new ServicePlan(service.name(), Action.KEEP, "it has done its work")
        : new ServicePlan(service.name(), Action.START, "it does not run");
  }

  private String whyRecreate(ComposeService service, int number, ContainerDetail container) {
    String hash = container.labels().get(Labels.HASH);
    boolean same =
        hash == null
            ? looksTheSame(service, number, container)
            : hash.equals(specs.hash(service, number));
    if (!same) {
      return "its configuration changed";
    }
    boolean neverRan = container.state().equals("created");
    if (!neverRan && !missingNetworks(service, number, container).isEmpty()) {
      return "it is not in all of its networks";
    }
    Optional<ImageInfo> image = image(service.image());
    boolean newer = image.isPresent() && !image.get().id().equals(container.imageId());
    return newer ? "its image changed" : "";
  }

  /**
   * The networks that the container is not in. Those after the first are joined after it was made:
   * who is killed in between leaves one that starts, looks healthy, and publishes nothing. As long
   * as it never ran it can join them late; later that would not publish its ports.
   */
  public List<NetworkAttachment> missingNetworks(
      ComposeService service, int number, ContainerDetail container) {
    return specs.spec(service, number, "").networks().stream()
        .filter(wanted -> !container.networks().contains(wanted.network()))
        .toList();
  }

  /**
   * A container that {@code docker compose} made has a hash of its own kind. What can be seen from
   * outside decides then: image, mounts and ports.
   */
  private boolean looksTheSame(ComposeService service, int number, ContainerDetail container) {
    ContainerSpec spec = specs.spec(service, number, "");
    Set<String> wantedMounts = new HashSet<>();
    for (MountSpec mount : spec.mounts()) {
      if (mount.type() != MountSpec.Type.TMPFS) {
        wantedMounts.add(mount.source() + " " + mount.target());
      }
    }
    Set<String> mounts = new HashSet<>();
    for (Mount mount : container.mounts()) {
      mounts.add(mount.source() + " " + mount.target());
    }
    return container.image().equals(service.image())
        && mounts.containsAll(wantedMounts)
        && hostPorts(container.ports()).equals(hostPorts(spec.ports()));
  }

  private static Set<String> hostPorts(List<PortBinding> ports) {
    Set<String> result = new HashSet<>();
    for (PortBinding port : ports) {
      if (!port.hostAddress().isEmpty()) {
        result.add(port.hostAddress() + ":" + port.hostPort() + ":" + port.containerPort());
      }
    }
    return result;
  }

  private Optional<ImageInfo> image(String reference) {
    return images.computeIfAbsent(reference, docker::image);
  }

  /** The whole plan, for people to look at. */
  public StackPlan plan(StackId id, Observed observed, List<String> newSecrets) {
    List<ServicePlan> services = new ArrayList<>();
    Set<String> pulls = new LinkedHashSet<>();
    List<String> ports = new ArrayList<>();
    long memory = 0;
    for (String name : order.startOrder()) {
      ComposeService service = project.service(name).orElseThrow();
      services.add(plan(service, observed));
      if (service.making().build() == null && image(service.image()).isEmpty()) {
        pulls.add(service.image());
      }
      for (int number = 1; number <= service.making().copies(); number++) {
        for (ComposePort port : service.ports()) {
          ports.add(port.hostAddress() + ":" + port.hostPort(number));
        }
        memory += service.resources().memoryBytes();
      }
    }
    return new StackPlan(
        id,
        services,
        List.copyOf(pulls),
        newVolumes().stream().map(ComposeVolume::name).toList(),
        newNetworks().stream().map(ComposeNetwork::name).toList(),
        newSecrets,
        ports,
        memory);
  }

  /** The volumes that the project needs and the engine lacks. */
  public List<ComposeVolume> newVolumes() {
    return project.volumes().values().stream()
        .filter(volume -> docker.volume(volume.name()).isEmpty())
        .toList();
  }

  /** The networks that the project needs and the engine lacks. */
  public List<ComposeNetwork> newNetworks() {
    return project.networks().values().stream()
        .filter(network -> docker.network(network.name()).isEmpty())
        .toList();
  }
}
