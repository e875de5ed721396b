// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.run;

import dev.wheelhouse.engine.compose.ComposeService;
import dev.wheelhouse.engine.compose.ComposeService.Dependency;
import dev.wheelhouse.engine.docker.ContainerDetail;
import dev.wheelhouse.engine.docker.ContainerSpec;
import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.docker.ImageInfo;
import dev.wheelhouse.engine.problem.EngineProblem;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.problem.StackProblem;
import dev.wheelhouse.engine.stack.ServiceState;
import dev.wheelhouse.engine.stack.StackEvent.Timeline.Level;
import dev.wheelhouse.engine.stack.StackPlan.Action;
import dev.wheelhouse.engine.stack.StackPlan.ServicePlan;
import dev.wheelhouse.engine.stack.plan.Observed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Starts one service: image, dependencies, container, health. Runs on a thread of its own. */
final class ServiceStart {
  private final StartOperation start;
  private final Work work;
  private final ComposeService service;
  private final String name;

  ServiceStart(StartOperation start, ComposeService service) {
    this.start = start;
    this.work = start.work();
    this.service = service;
    this.name = service.name();
  }

  /** Brings the service up; fails with the problem that is its own. */
  void run(Observed observed) throws InterruptedException {
    ServicePlan plan = start.planner().plan(service, observed);
    Optional<ContainerDetail> present = observed.container(name);
    if (plan.action() == Action.KEEP && present.isPresent()) {
      keep(present.get());
      return;
    }
    boolean portsWereFree = present.isEmpty() || !present.get().running();
    if (portsWereFree) {
      start.ports().check(service);
    }
    ImageInfo image = start.images().require(name, service.image());
    awaitDependencies();
    work.control().checkCancelled();
    long begin = System.nanoTime();
    String container = bringUp(plan, present, image);
    start.milestones(name).started();
    awaitHealth(new HealthWait(work, name, container, start.timeout()), begin);
  }

  private void keep(ContainerDetail container) throws InterruptedException {
    if (start.isJob(name) && container.state().equals("exited")) {
      start.milestones(name).completed();
      return;
    }
    if (isUp(container)) {
      start.milestones(name).healthy();
      return;
    }
    start.milestones(name).started();
    awaitDependencies();
    long begin = System.nanoTime();
    awaitHealth(new HealthWait(work, name, container.id(), start.timeout()).patient(), begin);
  }

  private static boolean isUp(ContainerDetail container) {
    ContainerDetail.Health health = container.health();
    return container.running()
        && (health == null || health.status() == ContainerDetail.Health.Status.HEALTHY);
  }

  private void awaitDependencies() throws InterruptedException {
    List<String> waiting = missing();
    if (!waiting.isEmpty()) {
      work.board().line(Level.INFO, name, name + " waits for " + String.join(", ", waiting));
    }
    for (Map.Entry<String, Dependency> entry : service.dependsOn().entrySet()) {
      waiting = missing();
      if (!waiting.isEmpty()) {
        String detail = "waits for " + String.join(", ", waiting);
        work.board().cover(name, new Overlay(ServiceState.WAITING, detail, waiting));
      }
      await(entry.getKey(), entry.getValue());
    }
  }

  private void await(String dependency, Dependency how) throws InterruptedException {
    Optional<Problem> problem = start.milestones(dependency).await(how.condition());
    if (problem.isPresent() && how.required()) {
      throw new ProblemException(new StackProblem.DependencyFailed(name, dependency));
    }
  }

  private List<String> missing() {
    List<String> missing = new ArrayList<>();
    service
        .dependsOn()
        .forEach((dependency, how) -> {
          if (!start.milestones(dependency).reached(how.condition())) {
            missing.add(dependency);
          }
        });
    return missing;
  }

  private String bringUp(ServicePlan plan, Optional<ContainerDetail> present, ImageInfo image)
      throws InterruptedException {
    work.board().cover(name, Overlay.of(ServiceState.STARTING, "starting"));
    if (plan.action() == Action.START && present.isPresent()) {
      try {
        return startExisting(present.get());
      } catch (ProblemException e) {
        if (!(e.problem() instanceof EngineProblem.NotFound)) {
          throw e;
        }
        // It, or a network that it was made for, has gone: make it anew.
      }
    }
    if (present.isPresent()) {
      replace(plan, present.get(), image);
    } else {
      work.board().line(Level.INFO, name, name + " starts");
    }
    return create(image);
  }

  private String startExisting(ContainerDetail container) {
    work.board().line(Level.INFO, name, name + " starts");
    joinNetworks(container);
    startContainer(container.id());
    start.undo().started(name, container.id());
    return container.id();
  }

  /** Those that it was not in yet when the program that made it was ended. */
  private void joinNetworks(ContainerDetail container) {
    start
        .planner()
        .missingNetworks(service, container)
        .forEach(network -> work.docker().connect(container.id(), network));
  }

  private void replace(ServicePlan plan, ContainerDetail old, ImageInfo image) {
    Docker docker = work.docker();
    if (old.running()) {
      start.undo().replaced(name, () -> restore(old, image));
    }
    work.board().line(Level.INFO, name, name + " is made anew: " + plan.reason());
    docker.stop(old.id(), service.program().stopGrace());
    docker.remove(old.id(), true);
    start.ports().check(service);
  }

  /**
   * A cancel must not leave a service down that ran before. It can have come at any point of the
   * replacement, so the engine is asked how far that went.
   */
  private void restore(ContainerDetail old, ImageInfo image) {
    Docker docker = work.docker();
    ContainerDetail now = Observed.of(docker, start.id()).container(name).orElse(null);
    String begin = name + " was being replaced: its ";
    if (now == null) {
      docker.start(docker.create(start.specs().spec(service, image.id())));
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

  private String create(ImageInfo image) {
    ContainerSpec spec = start.specs().spec(service, image.id());
    String id = work.docker().create(spec);
    if (!start.undo().isReplaced(name)) {
      start.undo().created(name, id);
    }
    startContainer(id);
    return id;
  }

  private void startContainer(String id) {
    try {
      work.docker().start(id);
    } catch (ProblemException e) {
      throw start.ports().explain(service, e);
    }
  }

  private void awaitHealth(HealthWait wait, long begin) throws InterruptedException {
    work.board().cover(name, Overlay.of(ServiceState.STARTING, "waiting for its health check"));
    boolean job = start.isJob(name);
    if (job) {
      wait.untilCompleted();
    } else {
      wait.untilHealthy();
    }
    boolean checked = work.docker().inspect(wait.container()).health() != null;
    String done = job ? "done" : checked ? "healthy" : "running";
    String detail = done + " after " + seconds(Duration.ofNanos(System.nanoTime() - begin));
    work.board().uncover(name, detail);
    work.board().line(Level.GOOD, name, name + " " + detail);
    if (job) {
      start.milestones(name).completed();
    } else {
      start.milestones(name).healthy();
    }
  }

  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }
}
