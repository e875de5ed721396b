// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.run;

import dev.wheelhouse.engine.compose.ComposeNetwork;
import dev.wheelhouse.engine.compose.ComposeService;
import dev.wheelhouse.engine.compose.ComposeVolume;
import dev.wheelhouse.engine.docker.VolumeSpec;
import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.job.Progress;
import dev.wheelhouse.engine.problem.InputProblem;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.problem.StackProblem;
import dev.wheelhouse.engine.stack.StackEvent.Timeline.Level;
import dev.wheelhouse.engine.stack.StackId;
import dev.wheelhouse.engine.stack.StackState;
import dev.wheelhouse.engine.stack.StartOptions;
import dev.wheelhouse.engine.stack.plan.Labels;
import dev.wheelhouse.engine.stack.plan.Observed;
import dev.wheelhouse.engine.stack.plan.Planner;
import dev.wheelhouse.engine.stack.plan.ServiceOrder;
import dev.wheelhouse.engine.stack.plan.ServiceSpecs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a stack: every service on a thread of its own, which waits for those it depends on. One
 * that fails takes its dependents with it and leaves the others alone.
 */
final class StartOperation {
  private static final Logger log = LoggerFactory.getLogger(StartOperation.class);

  private final Work work;
  private final StackId id;
  private final StartOptions options;
  private final Planner planner;
  private final ServiceSpecs specs;
  private final ServiceOrder order;
  private final PortCheck ports;
  private final ImagePulls images;
  private final Undo undo = new Undo();
  private final Map<String, Milestones> milestones = new LinkedHashMap<>();
  private final Map<String, Problem> problems = new LinkedHashMap<>();
  private final AtomicInteger done = new AtomicInteger();

  StartOperation(Work work, StackId id, StartOptions options) {
    this.work = work;
    this.id = id;
    this.options = options;
    this.planner = new Planner(work.project(), work.docker());
    this.specs = new ServiceSpecs(work.project());
    this.order = new ServiceOrder(work.project());
    this.ports = new PortCheck(work.project(), work.docker());
    this.images = new ImagePulls(work, id);
  }

  /** Runs to the end; {@code StartIncomplete} when services failed. */
  void run() {
    work.board().begin(StackState.STARTING);
    List<String> names = order.withDependencies(options.services());
    work.project().services().keySet().forEach(name -> milestones.put(name, new Milestones()));
    milestones.forEach((name, milestone) -> skipUnknown(names, name, milestone));
    Observed observed = Observed.of(work.docker(), id);
    work.board().observe(observed);
    makeNetworksAndVolumes();
    startAll(names, observed);
    if (work.control().cancelled()) {
      work.board().line(Level.WARNING, null, "Cancelled: what was started is taken back");
      undo.run(work.docker(), work.project());
      throw new ProblemException(new InputProblem.Cancelled("Starting " + id));
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(
          new StackProblem.StartIncomplete(id.value(), List.copyOf(problems.values())));
    }
  }

  /** Nobody in the selection depends on a service outside of it. */
  private static void skipUnknown(List<String> names, String name, Milestones milestone) {
    if (!names.contains(name)) {
      milestone.completed();
    }
  }

  private void makeNetworksAndVolumes() {
    String project = work.project().name();
    for (ComposeNetwork network : planner.newNetworks()) {
      requireOwn("network", network.name(), network.external());
      Map<String, String> labels = Labels.network(project, network.key(), network.labels());
      work.docker().createNetwork(ServiceSpecs.network(network, labels));
      undo.network(network.name());
    }
    for (ComposeVolume volume : planner.newVolumes()) {
      requireOwn("volume", volume.name(), volume.external());
      Map<String, String> labels = Labels.volume(project, volume.key(), volume.labels());
      work.docker().createVolume(new VolumeSpec(volume.name(), labels, volume.options()));
    }
  }

  private static void requireOwn(String what, String name, boolean external) {
    if (external) {
      throw new ProblemException(
          new InputProblem.BadInput(
              "The external " + what + " \"" + name + "\"",
              "it does not exist",
              "Create it, or take \"external\" out of the Compose file."));
    }
  }

  private void startAll(List<String> names, Observed observed) {
    CountDownLatch running = new CountDownLatch(names.size());
    List<Thread> threads = new ArrayList<>();
    for (String name : names) {
      ComposeService service = Objects.requireNonNull(work.project().services().get(name));
      threads.add(
          Thread.ofVirtual()
              .name("start-" + name)
              .unstarted(() -> {
                startOne(service, observed, names.size());
                running.countDown();
              }));
    }
    try (Subscription cancel = work.control().onCancel(() -> threads.forEach(Thread::interrupt))) {
      threads.forEach(Thread::start);
      running.await();
    } catch (InterruptedException e) {
      threads.forEach(Thread::interrupt);
      Thread.currentThread().interrupt();
      throw new ProblemException(new InputProblem.Cancelled("Starting " + id), e);
    }
  }

  private void startOne(ComposeService service, Observed observed, int total) {
    String name = service.name();
    try {
      new ServiceStart(this, service).run(observed);
      int ready = done.incrementAndGet();
      work.control().report(Progress.items("Starting " + id, ready, total));
    } catch (ProblemException e) {
      failed(name, e);
    } catch (InterruptedException e) {
      failed(name, new ProblemException(new InputProblem.Cancelled("Starting " + name), e));
    } catch (RuntimeException e) {
      log.error("Starting {} failed unexpectedly", name, e);
      failed(
          name,
          new ProblemException(new InputProblem.Unexpected("starting " + name, e.toString()), e));
    }
  }

  private void failed(String name, ProblemException failure) {
    Problem problem = failure.problem();
    if (!work.control().cancelled()) {
      synchronized (problems) {
        problems.put(name, problem);
      }
      work.board().fail(name, problem);
      work.board().line(Level.BAD, name, problem.cause());
      log.warn("{}: {} {}", name, problem.cause(), problem.evidence());
    }
    milestones(name).failed(failure);
  }

  StackId id() {
    return id;
  }

  Work work() {
    return work;
  }

  Planner planner() {
    return planner;
  }

  ServiceSpecs specs() {
    return specs;
  }

  PortCheck ports() {
    return ports;
  }

  ImagePulls images() {
    return images;
  }

  Undo undo() {
    return undo;
  }

  Duration timeout() {
    return options.timeout();
  }

  boolean isJob(String service) {
    return order.isJob(service);
  }

  /** Those of a service that the file does not define are reached: it was not required. */
  Milestones milestones(String service) {
    Milestones found = milestones.get(service);
    if (found != null) {
      return found;
    }
    Milestones reached = new Milestones();
    reached.completed();
    return reached;
  }
}
