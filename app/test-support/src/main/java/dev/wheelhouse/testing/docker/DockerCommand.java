// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.docker;

import dev.wheelhouse.testing.TestEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The docker command against the test engine; removes the containers that it started. */
public final class DockerCommand {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final URI engine = TestEngine.require();
  private final List<String> started = new ArrayList<>();

  /** What a command ended with and printed, both streams. */
  public record Result(int status, String output) {}

  /** Runs and returns what it printed; an error when it failed. */
  public String run(String... arguments) {
    return succeeded(tryRun(arguments), arguments);
  }

  /** Runs {@code docker compose} in a folder; an error when it failed. */
  public String compose(Path folder, String... arguments) {
    List<String> all = new ArrayList<>(List.of("compose"));
    all.addAll(List.of(arguments));
    return succeeded(execute(folder, all), arguments);
  }

  public Result tryRun(String... arguments) {
    return execute(Path.of("."), List.of(arguments));
  }

  /** What the command writes goes to a file: a reader of its output could block for ever. */
  private Result execute(Path folder, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("docker", "--host", engine.toString()));
    command.addAll(arguments);
    try {
      Path output = Files.createTempFile("docker", ".out");
      try {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        process.getOutputStream().close();
        int status = await(process, command);
        return new Result(
            status, new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip());
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int await(Process process, List<String> command) {
    try {
      if (process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
      throw new AssertionError(String.join(" ", command) + " took over " + PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static String succeeded(Result result, String... arguments) {
    if (result.status() != 0) {
      throw new AssertionError("docker " + String.join(" ", arguments) + ": " + result.output());
    }
    return result.output();
  }

  /** Starts a container in the background and returns its id. */
  public String start(String image, List<String> options, String... command) {
    List<String> arguments = new ArrayList<>(List.of("run", "-d"));
    arguments.addAll(options);
    arguments.add(image);
    arguments.addAll(List.of(command));
    String id = run(arguments.toArray(String[]::new)).lines().toList().getLast();
    started.add(id);
    return id;
  }

  public void removeAll() {
    started.forEach(id -> tryRun("rm", "-f", "-v", id));
    started.clear();
  }
}
