// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.run;

import dev.wheelhouse.engine.docker.ContainerDetail;
import dev.wheelhouse.engine.docker.ContainerDetail.Health;
import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.docker.LogRequest;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.problem.StackProblem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Waits until a started container is what others can build on, or says why it is not. */
final class HealthWait {
  /** Events wake earlier; this is for engines whose events do not come. */
  private static final Duration POLL = Duration.ofMillis(500);

  /** A program without a health check that lives this long at a stretch is taken to run. */
  private static final Duration SETTLE = Duration.ofSeconds(1);

  /** So many restarts by the engine, and it is no hiccup. */
  private static final int MOST_RESTARTS = 3;

  private static final int LAST_LINES = 20;
  private static final Duration LOG_PATIENCE = Duration.ofSeconds(3);

  private final Work work;
  private final String service;
  private final String container;
  private final Duration timeout;
  private final long begin = System.nanoTime();
  private long calmSince = begin;
  private @Nullable Instant startedAt;
  private boolean patient;

  HealthWait(Work work, String service, String container, Duration timeout) {
    this.work = work;
    this.service = service;
    this.container = container;
    this.timeout = timeout;
  }

  /**
   * Lets {@code UNHEALTHY} pass until the time is up. A container that ran before may say so only
   * because what it depends on was down.
   */
  HealthWait patient() {
    patient = true;
    return this;
  }

  /** Waits for health, or for a calm second where there is no health check. */
  void untilHealthy() throws InterruptedException {
    int restartsBefore = work.docker().inspect(container).restartCount();
    while (true) {
      work.control().checkCancelled();
      long seen = work.hints().count();
      ContainerDetail detail = work.docker().inspect(container);
      work.board().observe(service, detail);
      checkAlive(detail, restartsBefore);
      if (detail.running() && isUp(detail)) {
        return;
      }
      checkTime(detail);
      work.hints().await(seen, detail.health() == null ? SETTLE.dividedBy(4) : POLL);
    }
  }

  /** Waits until the program has ended by itself with status 0. */
  void untilCompleted() throws InterruptedException {
    while (true) {
      work.control().checkCancelled();
      long seen = work.hints().count();
      ContainerDetail detail = work.docker().inspect(container);
      work.board().observe(service, detail);
      if (detail.state().equals("exited")) {
        if (detail.exitCode() != 0) {
          throw new ProblemException(ended(detail));
        }
        return;
      }
      checkTime(detail);
      work.hints().await(seen, POLL);
    }
  }

  private boolean isUp(ContainerDetail detail) {
    Health health = detail.health();
    if (health == null) {
      return isCalm(detail);
    }
    return switch (health.status()) {
      case HEALTHY -> true;
      case STARTING -> false;
      case UNHEALTHY -> {
        if (!patient) {
          throw new ProblemException(
              new StackProblem.Unhealthy(service, waited(), Statuses.probeLines(health)));
        }
        yield false;
      }
    };
  }

  /** Counts from the first look at this run of the program; a look itself can take a second. */
  private boolean isCalm(ContainerDetail detail) {
    if (!Objects.equals(startedAt, detail.startedAt())) {
      startedAt = detail.startedAt();
      calmSince = System.nanoTime();
    }
    return System.nanoTime() - calmSince >= SETTLE.toNanos();
  }

  private void checkAlive(ContainerDetail detail, int restartsBefore) throws InterruptedException {
    boolean gone = detail.state().equals("exited") || detail.state().equals("dead");
    boolean loops = detail.restartCount() - restartsBefore >= MOST_RESTARTS;
    if (gone || loops) {
      StackProblem problem = ended(detail);
      if (loops) {
        // It would go on for ever and hide what it said first.
        work.docker().stop(container, Duration.ofSeconds(1));
      }
      throw new ProblemException(problem);
    }
  }

  private void checkTime(ContainerDetail detail) {
    if (waited().compareTo(timeout) > 0) {
      Health health = detail.health();
      List<String> probe = health == null ? List.of() : Statuses.probeLines(health);
      throw new ProblemException(new StackProblem.Unhealthy(service, waited(), probe));
    }
  }

  private StackProblem ended(ContainerDetail detail) throws InterruptedException {
    return detail.outOfMemory()
        ? new StackProblem.OutOfMemory(service, detail.memoryLimitBytes())
        : new StackProblem.ServiceExited(service, detail.exitCode(), lastLines());
  }

  private List<String> lastLines() throws InterruptedException {
    Docker docker = work.docker();
    Deque<String> lines = new ArrayDeque<>();
    CountDownLatch end = new CountDownLatch(1);
    LogRequest request = new LogRequest(false, LAST_LINES, null);
    try (var reading =
        docker.logs(
            container,
            request,
            line -> {
              synchronized (lines) {
                lines.addLast(line.text());
              }
            },
            end::countDown)) {
      boolean whole = end.await(LOG_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      synchronized (lines) {
        return whole ? List.copyOf(lines) : List.of("(its log could not be read in time)");
      }
    } catch (ProblemException e) {
      return List.of("(its log cannot be read: " + e.problem().cause() + ")");
    }
  }

  String container() {
    return container;
  }

  /** How long it has been. */
  Duration waited() {
    return Duration.ofNanos(System.nanoTime() - begin);
  }
}
