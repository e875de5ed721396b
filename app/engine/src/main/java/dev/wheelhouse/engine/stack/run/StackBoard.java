// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.run;

import dev.wheelhouse.engine.compose.ComposeProject;
import dev.wheelhouse.engine.compose.ComposeService;
import dev.wheelhouse.engine.docker.ContainerDetail;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.stack.ServiceState;
import dev.wheelhouse.engine.stack.ServiceStatus;
import dev.wheelhouse.engine.stack.Stack;
import dev.wheelhouse.engine.stack.StackEvent;
import dev.wheelhouse.engine.stack.StackEvent.Timeline;
import dev.wheelhouse.engine.stack.StackEvent.Timeline.Level;
import dev.wheelhouse.engine.stack.StackState;
import dev.wheelhouse.engine.stack.files.StackFolder;
import dev.wheelhouse.engine.stack.plan.Observed;
import dev.wheelhouse.engine.stack.plan.ServiceOrder;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one stack now: what the engine has, what an operation does, what went wrong.
 * Changes are published one after the other, outside the lock that guards them. Thread-safe.
 */
final class StackBoard {
  private static final int MOST_LINES = 500;

  private final StackFolder folder;
  private final Clock clock;
  private final Consumer<StackEvent> publisher;
  private final Object publishing = new Object();
  private final Map<String, Overlay> overlays = new HashMap<>();
  private final Map<String, Problem> problems = new HashMap<>();
  private final Map<String, String> details = new HashMap<>();
  private final Deque<Timeline> timeline = new ArrayDeque<>();
  private Observed observed = Observed.nothing();
  private boolean known;
  private boolean seen;
  private @Nullable StackState operation;
  private volatile @Nullable Stack last;

  StackBoard(StackFolder folder, Clock clock, Consumer<StackEvent> publisher) {
    this.folder = folder;
    this.clock = clock;
    this.publisher = publisher;
  }

  /** The last snapshot. */
  Stack snapshot() {
    Stack snapshot = last;
    return snapshot != null ? snapshot : publish();
  }

  List<Timeline> timeline() {
    synchronized (this) {
      return List.copyOf(timeline);
    }
  }

  /** The engine was asked; this is all it has. */
  void observe(Observed now) {
    List<Timeline> past = List.of();
    synchronized (this) {
      if (!seen && timeline.isEmpty() && operation == null) {
        past = Past.of(folder.id(), now);
      }
      seen = true;
      observed = now;
      known = true;
    }
    past.forEach(this::add);
    publish();
  }

  /** One container was looked at. */
  void observe(String service, ContainerDetail container) {
    synchronized (this) {
      observed = observed.with(service, container);
    }
    publish();
  }

  /** The engine does not answer: what was seen last may not be true any more. */
  void unknown() {
    synchronized (this) {
      known = false;
    }
    publish();
  }

  /** An operation begins: STARTING or STOPPING. */
  void begin(StackState state) {
    synchronized (this) {
      operation = state;
    }
    publish();
  }

  void end() {
    synchronized (this) {
      operation = null;
      overlays.clear();
    }
    publish();
  }

  void cover(String service, Overlay overlay) {
    synchronized (this) {
      overlays.put(service, overlay);
      problems.remove(service);
    }
    publish();
  }

  /** The operation is done with this service. */
  void uncover(String service, String detail) {
    synchronized (this) {
      overlays.remove(service);
      details.put(service, detail);
    }
    publish();
  }

  void fail(String service, Problem problem) {
    synchronized (this) {
      overlays.remove(service);
      details.remove(service);
      problems.put(service, problem);
    }
    publish();
  }

  /** Writes a line of the timeline; {@code service} is null for the whole stack. */
  void line(Level level, @Nullable String service, String text) {
    add(new Timeline(folder.id(), clock.instant(), level, service, text));
  }

  private void add(Timeline line) {
    synchronized (this) {
      timeline.addLast(line);
      if (timeline.size() > MOST_LINES) {
        timeline.removeFirst();
      }
    }
    publisher.accept(line);
  }

  void publish(StackEvent event) {
    publisher.accept(event);
  }

  /** Builds the snapshot and tells it when it is news. */
  private Stack publish() {
    synchronized (publishing) {
      Stack before = last;
      Stack now = build();
      if (now.equals(before)) {
        return now;
      }
      last = now;
      publisher.accept(new StackEvent.Changed(now));
      if (before != null) {
        tellChanges(before, now);
      }
      return now;
    }
  }

  private Stack build() {
    ComposeProject project = Projects.readable(folder);
    synchronized (this) {
      List<ServiceStatus> services = new ArrayList<>();
      ServiceOrder order = new ServiceOrder(project);
      for (String name : order.startOrder()) {
        ComposeService service = Objects.requireNonNull(project.services().get(name));
        services.add(status(service, order.isJob(name)));
      }
      observed
          .containers()
          .forEach((name, container) -> {
            if (!project.services().containsKey(name)) {
              services.add(Statuses.orphan(name, container));
            }
          });
      return new Stack(
          folder.id(),
          folder.title(),
          folder.description(),
          state(services, project),
          services,
          since(services));
    }
  }

  private ServiceStatus status(ComposeService service, boolean job) {
    String name = service.name();
    Collection<ContainerDetail> copies = observed.copies(name).values();
    if (!copies.isEmpty()
        && copies.stream().allMatch(StackBoard::isWell)
        && !overlays.containsKey(name)) {
      // A service that came up after all has no problem any more.
      problems.remove(name);
    }
    String detail = copies.isEmpty() ? "" : details.getOrDefault(name, "");
    return Statuses.of(
        service,
        List.copyOf(copies),
        new Statuses.Known(overlays.get(name), problems.get(name), detail, job));
  }

  private static boolean isWell(ContainerDetail container) {
    ContainerDetail.Health health = container.health();
    return container.running()
        && (health == null || health.status() == ContainerDetail.Health.Status.HEALTHY);
  }

  private StackState state(List<ServiceStatus> services, ComposeProject project) {
    if (!known) {
      return StackState.UNKNOWN;
    }
    if (operation != null) {
      return operation;
    }
    ServiceOrder order = new ServiceOrder(project);
    int running = 0;
    int starting = 0;
    int stopped = 0;
    int done = 0;
    for (ServiceStatus service : services) {
      switch (service.state()) {
        case RUNNING -> running++;
        case STARTING -> starting++;
        case STOPPED -> {
          boolean none =
              project.service(service.name()).map(one -> one.making().copies()).orElse(1) == 0;
          boolean job = none || (order.isJob(service.name()) && service.containerId() != null);
          done += job ? 1 : 0;
          stopped += job ? 0 : 1;
        }
        case WAITING, PULLING, UNHEALTHY, RESTARTING, STOPPING, FAILED -> {}
      }
    }
    int bad = services.size() - running - starting - stopped - done;
    if (running + starting + bad == 0) {
      return StackState.STOPPED;
    }
    if (bad + stopped > 0) {
      return StackState.DEGRADED;
    }
    return starting > 0 ? StackState.STARTING : StackState.RUNNING;
  }

  private static @Nullable Instant since(List<ServiceStatus> services) {
    return services.stream()
        .map(ServiceStatus::startedAt)
        .filter(Objects::nonNull)
        .min(Instant::compareTo)
        .orElse(null);
  }

  /** What changed although no operation of ours runs: somebody else did it, or it broke. */
  private void tellChanges(Stack before, Stack now) {
    if (before.state() == StackState.UNKNOWN || now.state() == StackState.UNKNOWN) {
      return;
    }
    boolean ours;
    synchronized (this) {
      ours = operation != null;
    }
    for (ServiceStatus service : now.services()) {
      ServiceState old =
          before.service(service.name()).map(ServiceStatus::state).orElse(ServiceState.STOPPED);
      if (!ours && old != service.state()) {
        tellChange(service, old);
      }
    }
  }

  private void tellChange(ServiceStatus service, ServiceState old) {
    String name = service.name();
    switch (service.state()) {
      case RUNNING -> line(Level.GOOD, name, name + running(service, old));
      case UNHEALTHY -> line(Level.WARNING, name, name + " is unhealthy");
      case RESTARTING -> line(Level.WARNING, name, name + " ended and is restarted by the engine");
      case FAILED -> line(Level.BAD, name, failure(service));
      case STOPPED -> line(Level.INFO, name, name + " stopped");
      case STARTING -> line(Level.INFO, name, name + " starts");
      case WAITING, PULLING, STOPPING -> {}
    }
  }

  private static String running(ServiceStatus service, ServiceState old) {
    if (old == ServiceState.UNHEALTHY) {
      return " is healthy again";
    }
    return service.hasHealthCheck() ? " is healthy" : " runs";
  }

  private static String failure(ServiceStatus service) {
    Problem problem = service.problem();
    return problem == null ? service.name() + " failed" : problem.cause();
  }
}
