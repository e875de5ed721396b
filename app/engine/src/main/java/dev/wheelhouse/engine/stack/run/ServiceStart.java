// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.run;

import dev.wheelhouse.engine.compose.ComposeBuild;
import dev.wheelhouse.engine.compose.ComposeService;
import dev.wheelhouse.engine.compose.ComposeService.Dependency;
import dev.wheelhouse.engine.docker.ContainerDetail;
import dev.wheelhouse.engine.docker.ImageInfo;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.problem.StackProblem;
import dev.wheelhouse.engine.stack.ServiceState;
import dev.wheelhouse.engine.stack.StackEvent.Timeline.Level;
import dev.wheelhouse.engine.stack.plan.Observed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts one service: image, dependencies, containers, health. Runs on a thread of its own. The
 * containers of a service that has several start together, and all of them have to become healthy.
 */
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
    ComposeBuild build = service.making().build();
    // Before the plan: the container is made anew when its image is another one then.
    ImageInfo built = build != null && build.always() ? start.images().require(service) : null;
    List<CopyStart> copies = new ArrayList<>();
    for (int number = 1; number <= service.making().copies(); number++) {
      copies.add(new CopyStart(start, service, number, observed));
    }
    List<ContainerDetail> surplus = start.planner().surplus(service, observed);
    if (copies.stream().allMatch(CopyStart::kept)) {
      keep(copies, surplus);
      return;
    }
    Set<Integer> released = released(copies, surplus);
    copies.forEach(copy -> copy.checkPorts(released));
    ImageInfo image = built != null ? built : start.images().require(service);
    awaitDependencies();
    work.control().checkCancelled();
    List<ContainerDetail> blocking =
        surplus.stream().filter(container -> blocks(container, copies)).toList();
    removeAll(blocking);
    long begin = System.nanoTime();
    work.board().cover(name, Overlay.of(ServiceState.STARTING, "starting"));
    for (CopyStart copy : copies) {
      if (copy.leaving().filter(container -> blocks(container, copies)).isPresent()) {
        copy.takeDown(image);
      }
    }
    for (CopyStart copy : copies) {
      work.control().checkCancelled();
      copy.bringUp(image);
    }
    start.milestones(name).started();
    List<ContainerDetail> left =
        surplus.stream().filter(container -> !blocking.contains(container)).toList();
    awaitHealth(copies, left, begin);
  }

  /** The ports of containers that go, or are made anew. */
  private static Set<Integer> released(List<CopyStart> copies, List<ContainerDetail> surplus) {
    return Stream.concat(surplus.stream(), copies.stream().flatMap(copy -> copy.leaving().stream()))
        .flatMap(PortCheck::held)
        .collect(Collectors.toSet());
  }

  private static boolean blocks(ContainerDetail container, List<CopyStart> copies) {
    return copies.stream().anyMatch(copy -> copy.isBlockedBy(container));
  }

  private void keep(List<CopyStart> copies, List<ContainerDetail> surplus)
      throws InterruptedException {
    if (copies.isEmpty() || (start.isJob(name) && copies.stream().allMatch(CopyStart::ended))) {
      removeAll(surplus);
      start.milestones(name).completed();
      return;
    }
    if (copies.stream().allMatch(CopyStart::up)) {
      removeAll(surplus);
      start.milestones(name).healthy();
      return;
    }
    start.milestones(name).started();
    awaitDependencies();
    awaitHealth(copies, surplus, System.nanoTime());
  }

  /**
   * The file asks for fewer containers than there are. What they keep in anonymous volumes stays.
   */
  private void removeAll(List<ContainerDetail> surplus) {
    for (ContainerDetail container : surplus) {
      work.board().line(Level.INFO, name, container.name() + " is one too many and goes");
      work.docker().stop(container.id(), service.program().stopGrace());
      work.docker().removeKeepingVolumes(container.id());
    }
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

  /** One that is too many serves until those that stay do. */
  private void awaitHealth(List<CopyStart> copies, List<ContainerDetail> surplus, long begin)
      throws InterruptedException {
    work.board().cover(name, Overlay.of(ServiceState.STARTING, "waiting for its health check"));
    boolean job = start.isJob(name);
    boolean checked = false;
    for (CopyStart copy : copies) {
      checked |= copy.awaitHealth(job);
    }
    work.control().checkCancelled();
    removeAll(surplus);
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
