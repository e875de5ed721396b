// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.run;

import dev.wheelhouse.engine.compose.ComposeHealth;
import dev.wheelhouse.engine.compose.ComposePort;
import dev.wheelhouse.engine.compose.ComposeService;
import dev.wheelhouse.engine.docker.ContainerDetail;
import dev.wheelhouse.engine.docker.ContainerDetail.Health;
import dev.wheelhouse.engine.docker.PortBinding;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.StackProblem;
import dev.wheelhouse.engine.stack.ServiceState;
import dev.wheelhouse.engine.stack.ServiceStatus;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a service's state off its container. */
final class Statuses {
  /** Ended well, or by a signal that somebody sent to end it. */
  private static final Set<Long> ENDED_ON_PURPOSE = Set.of(0L, 130L, 137L, 143L);

  private static final int PROBE_LINES = 3;

  private Statuses() {}

  /** What is known of a service beside its container. */
  record Known(@Nullable Overlay overlay, @Nullable Problem problem, String detail, boolean job) {}

  /**
   * The status of a service with these containers. Of several the one that is worst off is shown,
   * and how many run.
   */
  static ServiceStatus of(ComposeService service, List<ContainerDetail> copies, Known known) {
    int wanted = service.making().copies();
    if (wanted <= 1 && copies.size() <= 1) {
      return of(service, copies.isEmpty() ? null : copies.getFirst(), known);
    }
    long up =
        copies.stream().filter(copy -> state(copy, known, false) == ServiceState.RUNNING).count();
    ContainerDetail worst =
        copies.stream()
            .min(
                Comparator.comparingInt(
                    copy -> rank(state(copy, known, restartedByEngine(service)))))
            .orElse(null);
    ServiceStatus status = of(service, worst, known);
    boolean some =
        status.state() == ServiceState.STOPPED
            || (status.state() == ServiceState.RUNNING && up < wanted);
    return new ServiceStatus(
        status.name(),
        status.title(),
        status.kind(),
        status.image(),
        some && up > 0 ? ServiceState.UNHEALTHY : status.state(),
        status.hasHealthCheck(),
        status.containerId(),
        status.startedAt(),
        copies.stream().mapToInt(ContainerDetail::restartCount).sum(),
        copies.stream().filter(ContainerDetail::running).flatMap(c -> c.ports().stream()).toList(),
        status.dependsOn(),
        status.waitingFor(),
        (up + " of " + wanted + " run" + (status.detail().isEmpty() ? "" : ", ") + status.detail()),
        status.problem(),
        status.webUrl());
  }

  /** The worse, the smaller. */
  private static int rank(ServiceState state) {
    return switch (state) {
      case FAILED -> 0;
      case RESTARTING -> 1;
      case UNHEALTHY -> 2;
      case STOPPING, WAITING, PULLING -> 3;
      case STARTING -> 4;
      case STOPPED -> 5;
      case RUNNING -> 6;
    };
  }

  private static ServiceStatus of(
      ComposeService service, @Nullable ContainerDetail container, Known known) {
    Overlay overlay = known.overlay();
    ServiceState seen = state(container, known, restartedByEngine(service));
    ServiceState state = overlay != null ? overlay.state() : seen;
    Problem problem = overlay != null ? null : problem(service.name(), container, known, seen);
    return new ServiceStatus(
        service.name(),
        service.title(),
        service.kind(),
        service.image(),
        state,
        hasHealthCheck(service, container),
        container == null ? null : container.id(),
        container != null && container.running() ? container.startedAt() : null,
        container == null ? 0 : container.restartCount(),
        container != null && container.running() ? container.ports() : ports(service),
        List.copyOf(service.dependsOn().keySet()),
        overlay == null ? List.of() : overlay.waitingFor(),
        overlay != null ? overlay.detail() : known.detail(),
        problem,
        service.extension().child("web").text("url"));
  }

  /** A container of the stack that the Compose file does not know. */
  static ServiceStatus orphan(String name, ContainerDetail container) {
    ServiceState state = state(container, new Known(null, null, "", false), false);
    return new ServiceStatus(
        name,
        name,
        "",
        container.image(),
        state,
        container.health() != null,
        container.id(),
        container.running() ? container.startedAt() : null,
        container.restartCount(),
        container.ports(),
        List.of(),
        List.of(),
        "not in the stack's Compose file",
        null,
        "");
  }

  private static boolean hasHealthCheck(
      ComposeService service, @Nullable ContainerDetail container) {
    ComposeHealth health = service.health();
    return health != null ? !health.disabled() : container != null && container.health() != null;
  }

  private static List<PortBinding> ports(ComposeService service) {
    return service.ports().stream().map(Statuses::binding).toList();
  }

  private static PortBinding binding(ComposePort port) {
    return new PortBinding(
        port.hostAddress(), port.hostPort(), port.containerPort(), port.protocol());
  }

  private static ServiceState state(
      @Nullable ContainerDetail container, Known known, boolean restarted) {
    if (container == null) {
      return known.problem() == null ? ServiceState.STOPPED : ServiceState.FAILED;
    }
    return switch (container.state()) {
      case "running" -> running(container.health());
      case "restarting" -> ServiceState.RESTARTING;
      case "paused" -> ServiceState.UNHEALTHY;
      case "removing" -> ServiceState.STOPPING;
      case "dead" -> ServiceState.FAILED;
      case "created" ->
          known.problem() != null || !container.error().isEmpty()
              ? ServiceState.FAILED
              : ServiceState.STOPPED;
      default -> ended(container, known, restarted);
    };
  }

  /** Whatever way it ends, the engine starts it again, unless somebody stopped it. */
  private static boolean restartedByEngine(ComposeService service) {
    return Set.of("always", "unless-stopped").contains(service.restart().policy());
  }

  private static ServiceState running(@Nullable Health health) {
    if (health == null) {
      return ServiceState.RUNNING;
    }
    return switch (health.status()) {
      case STARTING -> ServiceState.STARTING;
      case HEALTHY -> ServiceState.RUNNING;
      case UNHEALTHY -> ServiceState.UNHEALTHY;
    };
  }

  private static ServiceState ended(ContainerDetail container, Known known, boolean restarted) {
    if (container.outOfMemory() || known.problem() != null) {
      return ServiceState.FAILED;
    }
    if (restarted && container.error().isEmpty()) {
      return ServiceState.STOPPED;
    }
    return ENDED_ON_PURPOSE.contains(container.exitCode())
        ? ServiceState.STOPPED
        : ServiceState.FAILED;
  }

  private static @Nullable Problem problem(
      String service, @Nullable ContainerDetail container, Known known, ServiceState state) {
    return switch (state) {
      case RUNNING, STARTING, STOPPED, WAITING, PULLING, STOPPING -> null;
      case UNHEALTHY -> known.problem() != null ? known.problem() : unhealthy(service, container);
      case RESTARTING, FAILED ->
          known.problem() != null ? known.problem() : ended(service, container);
    };
  }

  private static @Nullable Problem unhealthy(String service, @Nullable ContainerDetail container) {
    Health health = container == null ? null : container.health();
    return health == null
        ? null
        : new StackProblem.Unhealthy(service, Duration.ZERO, probeLines(health));
  }

  /** The last probes, the newest last. */
  static List<String> probeLines(Health health) {
    int from = Math.max(0, health.probes().size() - PROBE_LINES);
    return health.probes().subList(from, health.probes().size()).stream()
        .filter(probe -> probe.exitCode() != 0)
        .map(probe -> "health check ended with " + probe.exitCode() + ": " + probe.output().strip())
        .toList();
  }

  private static @Nullable Problem ended(String service, @Nullable ContainerDetail container) {
    if (container == null) {
      return null;
    }
    if (container.outOfMemory()) {
      return new StackProblem.OutOfMemory(service, container.memoryLimitBytes());
    }
    List<String> lines = container.error().isEmpty() ? List.of() : List.of(container.error());
    return new StackProblem.ServiceExited(service, container.exitCode(), lines);
  }
}
