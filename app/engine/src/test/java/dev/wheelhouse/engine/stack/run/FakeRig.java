// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.run;

import dev.wheelhouse.engine.docker.fake.FakeDocker;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.problem.StackProblem.StartIncomplete;
import dev.wheelhouse.engine.stack.Stack;
import dev.wheelhouse.engine.stack.StackEvent.Timeline;
import dev.wheelhouse.engine.stack.StackId;
import dev.wheelhouse.engine.stack.StartOptions;
import dev.wheelhouse.engine.stack.files.StackFolders;
import dev.wheelhouse.templates.Templates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The stack "demo" on a Docker engine in memory. */
final class FakeRig implements AutoCloseable {
  static final StackId ID = new StackId("demo");
  static final String HEALTH = "healthcheck: {test: [CMD, ok]}";

  final FakeDocker docker = new FakeDocker(Clock.systemUTC()).image("app:1", "sha256:app1");
  final FakeConnection connection = new FakeConnection(docker);
  final LiveStacks stacks;
  private final Path root;

  FakeRig(Path root, String compose) {
    this.root = root;
    try {
      Files.createDirectories(folder());
      write("compose.yaml", compose);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.stacks = open();
  }

  /** Another program on the same home. */
  LiveStacks open() {
    return new LiveStacks(new StackFolders(root, new Templates()), connection, Clock.systemUTC());
  }

  Path folder() {
    return root.resolve("demo");
  }

  void write(String name, String content) throws IOException {
    Files.writeString(folder().resolve(name), content);
  }

  Stack start(String... services) {
    return start(Duration.ofSeconds(20), services);
  }

  Stack start(Duration timeout, String... services) {
    StartOptions options = new StartOptions(Set.of(services), timeout);
    return stacks.start(ID, options, JobControl.none());
  }

  /** Starts, which must fail, and returns the problems of its services. */
  List<Problem> failingStart(Duration timeout) {
    try {
      start(timeout);
    } catch (ProblemException e) {
      if (e.problem() instanceof StartIncomplete incomplete) {
        return incomplete.problems();
      }
      throw e;
    }
    throw new AssertionError("the start went well");
  }

  Stack stop(String... services) {
    return stacks.stop(ID, Set.of(services), JobControl.none());
  }

  List<String> timeline() {
    return stacks.timeline(ID).stream().map(Timeline::text).toList();
  }

  /** The containers' names that these calls were made on, in order. */
  List<String> calls(String verb) {
    return docker.calls().stream()
        .filter(call -> call.startsWith(verb + " demo-"))
        .map(call -> call.substring(verb.length() + " demo-".length()).replaceFirst("-1$", ""))
        .toList();
  }

  String idOf(String service) {
    return stacks.get(ID).service(service).orElseThrow().containerId();
  }

  static <T> T quietly(Supplier<T> call) {
    return call.get();
  }

  @Override
  public void close() {
    stacks.close();
    docker.close();
  }
}
