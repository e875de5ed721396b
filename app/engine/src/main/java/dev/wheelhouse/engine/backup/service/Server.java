// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.service;

import dev.wheelhouse.engine.docker.ContainerDetail;
import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.docker.ExecResult;
import dev.wheelhouse.engine.docker.ExecSpec;
import dev.wheelhouse.engine.docker.LogRequest;
import dev.wheelhouse.engine.docker.RawLogLine;
import dev.wheelhouse.engine.job.JobControl;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A container of a service: the one of the stack, or a scratch one made from the same blueprint.
 *
 * @param container its id
 */
public record Server(Docker docker, ServiceBlueprint blueprint, String container) {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration SHORT = Duration.ofMinutes(1);

  /** The longest a single dump, load or count may take. */
  public static final Duration LONG = Duration.ofHours(12);

  /** Runs a short command; the caller judges the result. */
  public ExecResult exec(List<String> command) {
    return docker.exec(container, new ExecSpec(command, Map.of(), null, SHORT));
  }

  /** Runs a command that may take hours and print much, feeding it the input. */
  public ExecResult execLong(List<String> command, String input) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream error = new ByteArrayOutputStream();
    int status =
        docker.exec(
            container,
            new ExecSpec(command, Map.of(), null, LONG),
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            output,
            error);
    return new ExecResult(
        status, output.toString(StandardCharsets.UTF_8), error.toString(StandardCharsets.UTF_8));
  }

  public ExecResult execLong(List<String> command) {
    return execLong(command, "");
  }

  /** Runs a short command and returns what it printed; {@link StepFailed} when it fails. */
  public String output(String step, List<String> command) {
    ExecResult result = exec(command);
    if (!result.ok()) {
      throw failed(step, result);
    }
    return result.output();
  }

  public StepFailed failed(String step, ExecResult result) {
    List<String> evidence = new ArrayList<>(List.of("exit status " + result.exitCode()));
    evidence.addAll(lines(result.error(), 10));
    evidence.addAll(lines(result.output(), 3));
    return new StepFailed(blueprint.name(), step, evidence);
  }

  public StepFailed failed(String step, String evidence) {
    return new StepFailed(blueprint.name(), step, List.of(evidence));
  }

  public boolean running() {
    return docker.inspect(container).running();
  }

  /**
   * Waits until the server answers.
   *
   * @throws StepFailed with the last log lines when the container ends or the time is over
   */
  public void await(String step, Duration limit, JobControl control, BooleanSupplier answers) {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      control.checkCancelled();
      if (!running()) {
        throw new StepFailed(blueprint.name(), step + ": the server ended", lastLines());
      }
      if (answers.getAsBoolean()) {
        return;
      }
      if (System.nanoTime() > end) {
        String waited = ": no answer in " + limit.toSeconds() + " s";
        throw new StepFailed(blueprint.name(), step + waited, lastLines());
      }
      pause(POLL);
    }
  }

  /** Waits for the container's own health check, where it has one. */
  public void awaitHealthy(Duration limit, JobControl control) {
    await(
        "waiting for " + blueprint.name() + " to be healthy",
        limit,
        control,
        () -> {
          ContainerDetail.Health health = docker.inspect(container).health();
          return health == null || health.status() == ContainerDetail.Health.Status.HEALTHY;
        });
  }

  /** Stops the server as the stack would. */
  public void stop() {
    docker.stop(container, blueprint.service().program().stopGrace());
  }

  /** Stops the server, and insists that it ended by itself: its files are then complete. */
  public void stopCleanly() {
    stop();
    ContainerDetail detail = docker.inspect(container);
    boolean killed = detail.exitCode() == 137 || detail.outOfMemory();
    if (detail.running() || killed) {
      throw new StepFailed(
          blueprint.name(),
          "the server did not end by itself (exit status " + detail.exitCode() + ")",
          lastLines());
    }
  }

  /** The last log lines, for people. */
  public List<String> lastLines() {
    List<String> lines = new ArrayList<>();
    CountDownLatch ended = new CountDownLatch(1);
    LogRequest request = new LogRequest(false, 20, null);
    try (var subscription =
        docker.logs(container, request, line -> add(lines, line), ended::countDown)) {
      if (!ended.await(10, TimeUnit.SECONDS)) {
        return List.of("its log could not be read: " + subscription);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  private static void add(List<String> lines, RawLogLine line) {
    synchronized (lines) {
      lines.add(line.text());
    }
  }

  /** The first lines of a text that are not blank. */
  public static List<String> lines(String text, int most) {
    return text.lines().filter(line -> !line.isBlank()).limit(most).toList();
  }

  static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", e);
    }
  }
}
