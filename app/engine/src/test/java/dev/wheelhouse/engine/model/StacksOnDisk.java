// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.model;

import dev.wheelhouse.engine.compose.read.ComposeLoader;
import dev.wheelhouse.engine.compose.read.Trust;
import dev.wheelhouse.engine.event.EventBus;
import dev.wheelhouse.engine.event.Events;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.problem.StackProblem.NoSuchStack;
import dev.wheelhouse.engine.stack.ServiceState;
import dev.wheelhouse.engine.stack.ServiceStatus;
import dev.wheelhouse.engine.stack.Stack;
import dev.wheelhouse.engine.stack.StackAccess;
import dev.wheelhouse.engine.stack.StackEvent;
import dev.wheelhouse.engine.stack.StackFiles;
import dev.wheelhouse.engine.stack.StackId;
import dev.wheelhouse.engine.stack.StackPlan;
import dev.wheelhouse.engine.stack.StackSession;
import dev.wheelhouse.engine.stack.StackState;
import dev.wheelhouse.engine.stack.Stacks;
import dev.wheelhouse.engine.stack.StartOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One stack with an Ollama behind a front door, as files and as a state that a test sets. */
public final class StacksOnDisk implements Stacks, StackAccess {
  private static final StackId ID = new StackId("local-ai");

  private final Path folder;
  private final EventBus<StackEvent> events =
      new EventBus<>(() -> List.of(new StackEvent.Changed(snapshot())));
  private volatile ServiceState state = ServiceState.STOPPED;

  public StacksOnDisk(Path folder, int port, String token) {
    this.folder = folder;
    try {
      Files.createDirectories(folder.resolve("secrets"));
      Files.writeString(folder.resolve("secrets/front_door_token"), token + "\n");
      Files.writeString(
          folder.resolve("compose.yaml"),
          """
          name: local-ai
          services:
            ollama:
              image: ollama/ollama:0.40.1
              x-wheelhouse:
                kind: ollama
                api:
                  url: http://127.0.0.1:${OLLAMA_PORT:-11436}
                  token: front_door_token
          """);
      Files.writeString(folder.resolve(".env"), "OLLAMA_PORT=" + port + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ollama is in that state from now on. */
  public void become(ServiceState next) {
    state = next;
    events.publish(new StackEvent.Changed(snapshot()));
  }

  @Override
  public StackFiles files(StackId id) {
    Map<String, String> variables = ComposeLoader.environment(folder, Map.of());
    return new StackFiles(
        id,
        folder,
        ComposeLoader.load(folder.resolve("compose.yaml"), variables, Trust.OWN),
        variables);
  }

  @Override
  public List<Stack> list() {
    return List.of(snapshot());
  }

  @Override
  public Stack get(StackId id) {
    if (!id.equals(ID)) {
      throw new ProblemException(new NoSuchStack(id.value(), List.of(ID.value())));
    }
    return snapshot();
  }

  @Override
  public Stack refresh(StackId id) {
    return get(id);
  }

  @Override
  public Events<StackEvent> events() {
    return events;
  }

  @Override
  public List<StackEvent.Timeline> timeline(StackId id) {
    return List.of();
  }

  @Override
  public StackPlan plan(StackId id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Stack start(StackId id, StartOptions options, JobControl control) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Stack stop(StackId id, Set<String> services, JobControl control) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Stack restart(StackId id, Set<String> services, JobControl control) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int chooseFreePort(StackId id, String variable) {
    throw new UnsupportedOperationException();
  }

  @Override
  public StackSession exclusive(StackId id, String operation) {
    throw new UnsupportedOperationException();
  }

  private Stack snapshot() {
    ServiceStatus ollama =
        new ServiceStatus(
            "ollama",
            "Ollama",
            "ollama",
            "ollama/ollama:0.40.1",
            state,
            true,
            null,
            null,
            0,
            List.of(),
            List.of(),
            List.of(),
            "",
            null,
            "");
    return new Stack(ID, "Local AI", "", StackState.RUNNING, List.of(ollama), null);
  }
}
