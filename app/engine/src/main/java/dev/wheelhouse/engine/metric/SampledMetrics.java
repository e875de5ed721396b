// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.metric;

import dev.wheelhouse.engine.docker.ContainerStats;
import dev.wheelhouse.engine.docker.ContainerSummary;
import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.docker.DockerConnection;
import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.stack.StackId;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the engine for each running container's counters, in parallel, while somebody watches. */
public final class SampledMetrics implements Metrics {
  private static final Logger log = LoggerFactory.getLogger(SampledMetrics.class);
  private static final Duration FIRST_GAP = Duration.ofMillis(500);
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final String PROJECT = "com.docker.compose.project";
  private static final String SERVICE = "com.docker.compose.service";

  private final DockerConnection connection;
  private final Clock clock;

  public SampledMetrics(DockerConnection connection, Clock clock) {
    this.connection = connection;
    this.clock = clock;
  }

  @Override
  public Subscription watch(StackId stack, Consumer<List<ServiceUse>> listener) {
    Thread watcher =
        Thread.ofVirtual()
            .name("metrics-" + stack)
            .start(() -> sampleUntilInterrupted(stack, listener));
    return watcher::interrupt;
  }

  @Override
  public List<ServiceUse> sample(StackId stack) {
    UseMeter meter = new UseMeter();
    round(stack, meter);
    try {
      Thread.sleep(FIRST_GAP.multipliedBy(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
    return round(stack, meter);
  }

  private void sampleUntilInterrupted(StackId stack, Consumer<List<ServiceUse>> listener) {
    UseMeter meter = new UseMeter();
    Duration pause = FIRST_GAP;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        List<ServiceUse> uses = roundOrNothing(stack, meter);
        if (!uses.isEmpty()) {
          listener.accept(uses);
          pause = INTERVAL;
        }
        Thread.sleep(pause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** An engine that does not answer is shown elsewhere; watching goes on when it is back. */
  private List<ServiceUse> roundOrNothing(StackId stack, UseMeter meter) {
    try {
      return round(stack, meter);
    } catch (ProblemException e) {
      log.debug("No metrics of {}: {}", stack, e.getMessage());
      return List.of();
    }
  }

  private List<ServiceUse> round(StackId stack, UseMeter meter) {
    Docker docker = connection.docker();
    List<ContainerSummary> running =
        docker.containers(Map.of(PROJECT, stack.value())).stream()
            .filter(ContainerSummary::running)
            .toList();
    Set<String> ids = new HashSet<>();
    running.forEach(container -> ids.add(container.id()));
    meter.keepOnly(ids);
    List<ServiceUse> uses = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<ContainerStats>> replies =
          running.stream().map(container -> threads.submit(ask(docker, container))).toList();
      for (int i = 0; i < running.size(); i++) {
        add(uses, meter, running.get(i), replies.get(i));
      }
    }
    return uses;
  }

  private static Callable<ContainerStats> ask(Docker docker, ContainerSummary container) {
    return () -> docker.stats(container.id());
  }

  /** A container that ended between the list and the question is left out. */
  private void add(
      List<ServiceUse> uses,
      UseMeter meter,
      ContainerSummary container,
      Future<ContainerStats> reply) {
    try {
      String service = container.labels().getOrDefault(SERVICE, container.name());
      meter.measure(container.id(), service, clock.instant(), reply.get()).ifPresent(uses::add);
    } catch (ExecutionException e) {
      log.debug("No sample of {}: {}", container.name(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
