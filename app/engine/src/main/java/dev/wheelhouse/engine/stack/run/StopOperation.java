// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.run;

import dev.wheelhouse.engine.docker.ContainerSummary;
import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.docker.NetworkInfo;
import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.job.Progress;
import dev.wheelhouse.engine.problem.InputProblem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.stack.ServiceState;
import dev.wheelhouse.engine.stack.StackEvent.Timeline.Level;
import dev.wheelhouse.engine.stack.StackId;
import dev.wheelhouse.engine.stack.StackState;
import dev.wheelhouse.engine.stack.plan.Labels;
import dev.wheelhouse.engine.stack.plan.ServiceOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stops services, each after those that depend on it, and removes their containers. What the file
 * does not name, or not any more, is known by its labels: it may need any of the others and goes
 * first, when the whole stack is taken down.
 */
final class StopOperation {
  private static final Duration DEFAULT_GRACE = Duration.ofSeconds(10);

  private final Work work;
  private final StackId id;
  private final Set<String> chosen;
  private final boolean remove;
  private final ServiceOrder order;
  private final Map<String, List<ContainerSummary>> containers = new LinkedHashMap<>();
  private final Map<String, CountDownLatch> stopped = new LinkedHashMap<>();
  private final AtomicReference<ProblemException> failure = new AtomicReference<>();
  private final AtomicInteger done = new AtomicInteger();

  /**
   * @param chosen only these services; empty for all
   * @param remove whether the containers go too
   */
  StopOperation(Work work, StackId id, Set<String> chosen, boolean remove) {
    this.work = work;
    this.id = id;
    this.chosen = Set.copyOf(chosen);
    this.remove = remove;
    this.order = new ServiceOrder(work.project());
  }

  void run() {
    work.board().begin(StackState.STOPPING);
    for (ContainerSummary row : work.docker().containers(Labels.ofProject(id.value()))) {
      String service = row.labels().getOrDefault(Labels.SERVICE, "");
      boolean wanted = chosen.isEmpty() || chosen.contains(service);
      boolean whole = chosen.isEmpty() && remove;
      if (wanted && (whole || isKnown(service))) {
        String key = service.isEmpty() ? row.name() : service;
        containers.computeIfAbsent(key, fresh -> new ArrayList<>()).add(row);
      }
    }
    containers.keySet().forEach(service -> stopped.put(service, new CountDownLatch(1)));
    stopAll();
    work.control().checkCancelled();
    ProblemException problem = failure.get();
    if (problem != null) {
      throw problem;
    }
    if (chosen.isEmpty() && remove) {
      removeNetworks();
    }
  }

  private boolean isKnown(String service) {
    return work.project().services().containsKey(service);
  }

  private void stopAll() {
    List<Thread> threads = new ArrayList<>();
    for (String service : containers.keySet()) {
      threads.add(Thread.ofVirtual().name("stop-" + service).unstarted(() -> stopOne(service)));
    }
    try (Subscription cancel = work.control().onCancel(() -> threads.forEach(Thread::interrupt))) {
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      threads.forEach(Thread::interrupt);
      Thread.currentThread().interrupt();
      throw new ProblemException(new InputProblem.Cancelled("Stopping " + id), e);
    }
  }

  private void stopOne(String service) {
    try {
      for (String dependent : before(service)) {
        CountDownLatch latch = stopped.get(dependent);
        if (latch != null) {
          latch.await();
        }
      }
      stop(service);
      work.control()
          .report(Progress.items("Stopping " + id, done.incrementAndGet(), containers.size()));
    } catch (ProblemException e) {
      failure.compareAndSet(null, e);
      work.board().line(Level.BAD, service, e.problem().cause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      CountDownLatch latch = stopped.get(service);
      if (latch != null) {
        latch.countDown();
      }
    }
  }

  /** Who has to be gone before this service is stopped. */
  private Set<String> before(String service) {
    Set<String> result = new LinkedHashSet<>(order.dependents(service, containers.keySet()));
    if (isKnown(service)) {
      containers.keySet().stream().filter(name -> !isKnown(name)).forEach(result::add);
    }
    return result;
  }

  private void stop(String service) {
    Docker docker = work.docker();
    Duration grace =
        work.project()
            .service(service)
            .map(found -> found.program().stopGrace())
            .orElse(DEFAULT_GRACE);
    String detail = "stopping, gets up to " + grace.toSeconds() + " s";
    work.board().cover(service, Overlay.of(ServiceState.STOPPING, detail));
    long begin = System.nanoTime();
    boolean ran = false;
    for (ContainerSummary row : containers.getOrDefault(service, List.of())) {
      ran |= row.running() || row.state().equals("restarting");
      docker.stop(row.id(), grace);
      if (remove) {
        docker.remove(row.id(), false);
      }
    }
    work.board().uncover(service, "");
    if (ran) {
      String time = ServiceStart.seconds(Duration.ofNanos(System.nanoTime() - begin));
      work.board().line(Level.INFO, service, service + " stopped after " + time);
    }
  }

  /** A network that somebody else still uses stays. */
  private void removeNetworks() {
    for (NetworkInfo network : work.docker().networks(Labels.ofProject(id.value()))) {
      if (work.project().networks().values().stream()
          .noneMatch(own -> own.external() && own.name().equals(network.name()))) {
        remove(network);
      }
    }
  }

  private void remove(NetworkInfo network) {
    try {
      work.docker().removeNetwork(network.name());
    } catch (ProblemException e) {
      work.board()
          .line(
              Level.WARNING, null, "The network " + network.name() + " is still in use and stays");
    }
  }
}
