// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.docker;

import dev.wheelhouse.testing.TestEngine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What happens to the containers of a Compose project, as it happens. */
public final class DockerEvents implements AutoCloseable {
  private static final String LINE =
      "{{.Action}} {{index .Actor.Attributes \"com.docker.compose.service\"}}";

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private DockerEvents(Process process) {
    this.process = process;
    Thread.ofVirtual().name("docker-events").start(this::read);
  }

  /** Listens from now on. */
  public static DockerEvents ofProject(String project) {
    List<String> command =
        List.of(
            "docker",
            "--host",
            TestEngine.require().toString(),
            "events",
            "--since",
            String.valueOf(Instant.now().getEpochSecond()),
            "--filter",
            "type=container",
            "--filter",
            "label=com.docker.compose.project=" + project,
            "--format",
            LINE);
    try {
      return new DockerEvents(
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      // closed while it was read
    }
  }

  /**
   * Waits for an event such as {@code die chroma} or {@code exec_start: pg_dump … postgres}.
   *
   * @throws AssertionError when none comes in time; it names those that came
   */
  public void await(Predicate<String> wanted, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    List<String> seen = new ArrayList<>();
    try {
      while (true) {
        long left = Math.max(0, deadline - System.nanoTime());
        Optional<String> line = Optional.ofNullable(lines.poll(left, TimeUnit.NANOSECONDS));
        if (line.isEmpty()) {
          throw new AssertionError("no such event within " + timeout + " among " + seen);
        }
        if (wanted.test(line.get())) {
          return;
        }
        seen.add(line.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
