// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.run;

import dev.wheelhouse.engine.compose.ComposeService;
import dev.wheelhouse.engine.docker.ContainerDetail;
import dev.wheelhouse.engine.docker.ContainerSpec;
import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.docker.ImageInfo;
import dev.wheelhouse.engine.problem.EngineProblem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.stack.StackEvent.Timeline.Level;
import dev.wheelhouse.engine.stack.StackPlan.Action;
import dev.wheelhouse.engine.stack.StackPlan.ServicePlan;
import dev.wheelhouse.engine.stack.plan.Observed;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Starts one container of a service. */
final class CopyStart {
  private final StartOperation start;
  private final Work work;
  private final ComposeService service;
  private final String name;
  private final int number;
  private final String container;
  private final ServicePlan plan;
  private final Optional<ContainerDetail> present;
  private String id;
  private boolean takenDown;

  CopyStart(StartOperation start, ComposeService service, int number, Observed observed) {
    this.start = start;
    this.work = start.work();
    this.service = service;
    this.name = service.name();
    this.number = number;
    this.container = start.specs().containerName(service, number);
    this.plan = start.planner().plan(service, number, observed);
    this.present = start.planner().copy(service, number, observed);
    this.id = present.map(ContainerDetail::id).orElse("");
  }

  /** Whether it is left as it is. */
  boolean kept() {
    return plan.action() == Action.KEEP;
  }

  /** Whether it has ended. */
  boolean ended() {
    return present.isPresent() && present.get().state().equals("exited");
  }

  /** Whether it runs, and is healthy where it has a health check. */
  boolean up() {
    return present.isPresent() && isUp(present.get());
  }

  private static boolean isUp(ContainerDetail container) {
    ContainerDetail.Health health = container.health();
    return container.running()
        && (health == null || health.status() == ContainerDetail.Health.Status.HEALTHY);
  }

  /**
   * Its ports must be free unless it holds them itself.
   *
   * @param released those that other containers of the service give up
   */
  void checkPorts(Set<Integer> released) {
    if (present.isEmpty() || !present.get().running()) {
      start.ports().check(service, number, released);
    }
  }

  /** The container that gives way to a new one. */
  Optional<ContainerDetail> leaving() {
    return plan.action() == Action.RECREATE ? present : Optional.empty();
  }

  /** Whether it cannot come up as long as another container of the service is there. */
  boolean isBlockedBy(ContainerDetail other) {
    if (kept() || present.filter(own -> own.id().equals(other.id())).isPresent()) {
      return false;
    }
    return other.name().equals(container)
        || PortCheck.held(other)
            .anyMatch(
                held -> service.ports().stream().anyMatch(port -> port.hostPort(number) == held));
  }

  /** Creates, recreates or starts it, as planned. */
  void bringUp(ImageInfo image) {
    if (kept()) {
      return;
    }
    if (plan.action() == Action.START && present.isPresent()) {
      try {
        startExisting(present.get());
        return;
      } catch (ProblemException e) {
        if (!(e.problem() instanceof EngineProblem.NotFound)) {
          throw e;
        }
        // It, or a network that it was made for, has gone: make it anew.
      }
    }
    if (present.isPresent()) {
      replace(present.get(), image);
    } else {
      work.board().line(Level.INFO, name, shown() + " starts");
    }
    create(image);
  }

  /** Its service's name, with a number where there are others of it. */
  private String shown() {
    return service.making().copies() > 1 ? name + "-" + number : name;
  }

  private void startExisting(ContainerDetail existing) {
    work.board().line(Level.INFO, name, shown() + " starts");
    joinNetworks(existing);
    startContainer(existing.id());
    start.undo().started(name, existing.id());
  }

  /** Those that it was not in yet when the program that made it was ended. */
  private void joinNetworks(ContainerDetail existing) {
    start
        .planner()
        .missingNetworks(service, number, existing)
        .forEach(network -> work.docker().connect(existing.id(), network));
  }

  private void replace(ContainerDetail old, ImageInfo image) {
    takeDown(old, image);
    start.ports().check(service, number, Set.of());
  }

  /** Removes what gives way to a new one, before its turn. */
  void takeDown(ImageInfo image) {
    leaving().ifPresent(old -> takeDown(old, image));
  }

  private void takeDown(ContainerDetail old, ImageInfo image) {
    if (takenDown) {
      return;
    }
    takenDown = true;
    Docker docker = work.docker();
    if (old.running()) {
      start.undo().replaced(container, () -> restore(old, image));
    }
    work.board().line(Level.INFO, name, shown() + " is made anew: " + plan.reason());
    docker.stop(old.id(), service.program().stopGrace());
    docker.remove(old.id(), true);
  }

  /**
   * A cancel must not leave a service down that ran before. It can have come at any point of the
   * replacement, so the engine is asked how far that went.
   */
  private void restore(ContainerDetail old, ImageInfo image) {
    Docker docker = work.docker();
    Map<Integer, ContainerDetail> all = Observed.of(docker, start.id()).copies(name);
    // The old one may have had another number.
    ContainerDetail now =
        all.values().stream()
            .filter(other -> other.id().equals(old.id()))
            .findFirst()
            .orElse(all.get(number));
    String begin = shown() + " was being replaced: its ";
    if (now == null) {
      docker.start(docker.create(start.specs().spec(service, number, image.id())));
      work.board().line(Level.WARNING, name, begin + "new container is started");
    } else if (now.id().equals(old.id())) {
      // The engine may still be about to stop it.
      docker.stop(old.id(), service.program().stopGrace());
      docker.start(old.id());
      work.board().line(Level.WARNING, name, begin + "old container is started again");
    } else if (now.running()) {
      work.board().line(Level.WARNING, name, begin + "new container keeps running");
    } else {
      joinNetworks(now);
      docker.start(now.id());
      work.board().line(Level.WARNING, name, begin + "new container is started");
    }
  }

  private void create(ImageInfo image) {
    ContainerSpec spec = start.specs().spec(service, number, image.id());
    id = work.docker().create(spec);
    if (!start.undo().isReplaced(container)) {
      start.undo().created(name, id);
    }
    startContainer(id);
  }

  private void startContainer(String container) {
    try {
      work.docker().start(container);
    } catch (ProblemException e) {
      throw start.ports().explain(service, e);
    }
  }

  /**
   * Waits until it is healthy, or done.
   *
   * @return whether it has a health check
   */
  boolean awaitHealth(boolean job) throws InterruptedException {
    if (kept() && (up() || (job && ended()))) {
      return present.orElseThrow().health() != null;
    }
    HealthWait wait = new HealthWait(work, name, id, start.timeout());
    if (kept()) {
      wait.patient();
    }
    if (job) {
      wait.untilCompleted();
    } else {
      wait.untilHealthy();
    }
    return work.docker().inspect(id).health() != null;
  }
}
