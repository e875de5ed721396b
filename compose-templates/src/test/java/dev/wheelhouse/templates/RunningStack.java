// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.templates;

import dev.wheelhouse.testing.FreePorts;
import dev.wheelhouse.testing.TestEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The stack {@code local-ai}, started by {@code docker compose} as a user would, on free ports and
 * under a name of its own. One runs for all tests of a run; it goes, with its volumes, at the end.
 */
final class RunningStack implements AutoCloseable {

  private static final List<String> PORT_VARIABLES =
      List.of("OLLAMA_PORT", "CHROMA_PORT", "PROMETHEUS_PORT", "GRAFANA_PORT");

  private final Path folder;
  private final String project = "wheelhouse-test-" + UUID.randomUUID().toString().substring(0, 8);
  private final Map<String, String> environment;
  private final Map<String, Integer> ports = new TreeMap<>();

  private RunningStack() throws IOException {
    environment = Map.of("DOCKER_HOST", TestEngine.require().toString());
    folder = Files.createTempDirectory(project);
    new Templates().find("local-ai").orElseThrow().extractTo(folder);
    List<Integer> free = FreePorts.some(PORT_VARIABLES.size());
    List<String> settings = new ArrayList<>();
    for (String variable : PORT_VARIABLES) {
      int port = free.get(settings.size());
      ports.put(variable, port);
      settings.add(variable + "=" + port);
    }
    Files.write(folder.resolve(".env"), settings);
  }

  /** A folder with the template, on free ports, without secrets and not started. */
  static RunningStack prepare() throws IOException {
    return new RunningStack();
  }

  static RunningStack start() throws IOException {
    RunningStack stack = new RunningStack();
    try {
      Command.run(stack.folder, Map.of(), Duration.ofSeconds(30), List.of("./generate-secrets.sh"))
          .succeeded();
      stack.compose(Duration.ofMinutes(4), "up", "-d", "--wait").succeeded();
      return stack;
    } catch (AssertionError | RuntimeException failure) {
      String logs = stack.compose("logs", "--tail", "20").output();
      stack.close();
      throw new AssertionError("docker compose up failed; the logs:\n" + logs, failure);
    }
  }

  Path folder() {
    return folder;
  }

  String project() {
    return project;
  }

  /** The host port that a variable stands for. */
  int port(String variable) {
    return ports.getOrDefault(variable, -1);
  }

  /** The image that the template names for a service. */
  String image(String service) throws IOException {
    ComposeFile compose = ComposeFile.read(folder.resolve("compose.yaml"));
    return String.valueOf(compose.services().getOrDefault(service, Map.of()).get("image"));
  }

  String secret(String name) throws IOException {
    return Files.readString(folder.resolve("secrets").resolve(name));
  }

  /** All secrets by name. */
  Map<String, String> secrets() throws IOException {
    Map<String, String> secrets = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder.resolve("secrets"))) {
      for (Path file : files.toList()) {
        secrets.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return secrets;
  }

  Command compose(String... words) {
    return compose(Duration.ofMinutes(2), words);
  }

  private Command compose(Duration timeout, String... words) {
    List<String> all = new ArrayList<>(List.of("docker", "compose", "-p", project));
    all.addAll(List.of(words));
    return Command.run(folder, environment, timeout, all);
  }

  Command docker(String... words) {
    List<String> all = new ArrayList<>(List.of("docker"));
    all.addAll(List.of(words));
    return Command.run(folder, environment, Duration.ofMinutes(1), all);
  }

  /** The ids of all containers of the stack. */
  List<String> containers() {
    return compose("ps", "-a", "-q").succeeded().lines().filter(line -> !line.isBlank()).toList();
  }

  @Override
  public void close() throws IOException {
    Command down = compose("down", "-v", "--remove-orphans", "-t", "10");
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
    down.succeeded();
  }

  /** Gives tests the one stack of this run. */
  static final class Provider implements ParameterResolver {

    private static final ExtensionContext.Namespace SPACE =
        ExtensionContext.Namespace.create(RunningStack.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == RunningStack.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(SPACE)
          .computeIfAbsent(Attempt.class, type -> Attempt.make(), Attempt.class)
          .stack();
    }
  }

  /** The one start of a run, good or bad: a stack that does not come up is not tried again. */
  private record Attempt(@Nullable RunningStack started, @Nullable Throwable failure)
      implements AutoCloseable {

    static Attempt make() {
      try {
        return new Attempt(start(), null);
      } catch (IOException | RuntimeException | AssertionError failure) {
        return new Attempt(null, failure);
      }
    }

    RunningStack stack() {
      if (started == null) {
        throw new AssertionError("The stack did not come up", failure);
      }
      return started;
    }

    @Override
    public void close() throws IOException {
      if (started != null) {
        started.close();
      }
    }
  }
}
