// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.run;

import dev.wheelhouse.engine.compose.ComposePort;
import dev.wheelhouse.engine.compose.ComposeProject;
import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.docker.DockerConnection;
import dev.wheelhouse.engine.event.EventBus;
import dev.wheelhouse.engine.event.Events;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.platform.OperationLocks;
import dev.wheelhouse.engine.platform.Ports;
import dev.wheelhouse.engine.problem.InputProblem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.problem.StackProblem;
import dev.wheelhouse.engine.stack.Stack;
import dev.wheelhouse.engine.stack.StackAccess;
import dev.wheelhouse.engine.stack.StackEvent;
import dev.wheelhouse.engine.stack.StackFiles;
import dev.wheelhouse.engine.stack.StackId;
import dev.wheelhouse.engine.stack.StackPlan;
import dev.wheelhouse.engine.stack.StackSession;
import dev.wheelhouse.engine.stack.Stacks;
import dev.wheelhouse.engine.stack.StartOptions;
import dev.wheelhouse.engine.stack.files.StackFolder;
import dev.wheelhouse.engine.stack.files.StackFolders;
import dev.wheelhouse.engine.stack.plan.Observed;
import dev.wheelhouse.engine.stack.plan.Planner;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All stacks of this machine, watched and worked on. */
public final class LiveStacks implements Stacks, StackAccess, AutoCloseable {
  private final StackFolders folders;
  private final DockerConnection connection;
  private final Clock clock;
  private final Hints hints = new Hints();
  private final Map<StackId, StackBoard> boards = new LinkedHashMap<>();
  private final EventBus<StackEvent> events = new EventBus<>(this::present);
  private final StackWatch watch;

  public LiveStacks(StackFolders folders, DockerConnection connection, Clock clock) {
    this.folders = folders;
    this.connection = connection;
    this.clock = clock;
    this.watch = new StackWatch(connection, this::reconcile, hints, clock);
  }

  @Override
  public List<Stack> list() {
    return folders.list().stream().map(folder -> board(folder).snapshot()).toList();
  }

  @Override
  public Stack get(StackId id) {
    return board(folders.get(id)).snapshot();
  }

  private List<StackEvent> present() {
    return list().stream().<StackEvent>map(StackEvent.Changed::new).toList();
  }

  StackBoard board(StackFolder folder) {
    synchronized (boards) {
      return boards.computeIfAbsent(
          folder.id(), id -> new StackBoard(folder, clock, events::publish));
    }
  }

  /** One look at the engine for every stack. */
  private void reconcile() {
    if (!(connection.state() instanceof DockerConnection.State.Connected)) {
      folders.list().forEach(folder -> board(folder).unknown());
      return;
    }
    Docker docker = connection.docker();
    for (StackFolder folder : folders.list()) {
      board(folder).observe(Observed.of(docker, folder.id()));
    }
  }

  @Override
  public Stack refresh(StackId id) {
    StackFolder folder = folders.get(id);
    StackBoard board = board(folder);
    board.observe(Observed.of(connection.docker(), id));
    return board.snapshot();
  }

  @Override
  public Events<StackEvent> events() {
    return events;
  }

  @Override
  public List<StackEvent.Timeline> timeline(StackId id) {
    return board(folders.get(id)).timeline();
  }

  @Override
  public StackPlan plan(StackId id) {
    StackFolder folder = folders.get(id);
    ComposeProject project = folder.files().project();
    Docker docker = connection.docker();
    return new Planner(project, docker).plan(id, Observed.of(docker, id), folder.missingSecrets());
  }

  @Override
  public Stack start(StackId id, StartOptions options, JobControl control) {
    try (StackSession session = exclusive(id, "start")) {
      session.start(options.services(), options.timeout(), control);
    }
    return get(id);
  }

  @Override
  public Stack stop(StackId id, Set<String> services, JobControl control) {
    try (StackSession session = exclusive(id, "stop")) {
      session.stop(services, control);
    }
    return get(id);
  }

  @Override
  public Stack restart(StackId id, Set<String> services, JobControl control) {
    StackFolder folder = folders.get(id);
    try (StackSession session = exclusive(id, "restart")) {
      // What may not or cannot start again is not stopped either.
      requireServices(folder.prepare().project(), id, services);
      session.halt(services, control);
      session.start(services, StartOptions.all().timeout(), control);
    }
    return get(id);
  }

  @Override
  public int chooseFreePort(StackId id, String variable) {
    StackFolder folder = folders.get(id);
    List<ComposePort> ports =
        folder.files().project().services().values().stream()
            .flatMap(service -> service.ports().stream())
            .toList();
    int present =
        ports.stream()
            .filter(port -> port.variable().equals(variable))
            .mapToInt(ComposePort::hostPort)
            .findFirst()
            .orElseThrow(() -> noPort(variable));
    Ports machine = new Ports();
    for (int port = present + 1; port < 65536; port++) {
      int candidate = port;
      boolean ours = ports.stream().anyMatch(other -> other.hostPort() == candidate);
      if (!ours && machine.free(port)) {
        folder.setVariables(Map.of(variable, String.valueOf(port)));
        return port;
      }
    }
    throw noPort(variable);
  }

  private static ProblemException noPort(String variable) {
    return new ProblemException(
        new InputProblem.BadInput(
            variable, "no port of the stack is set by it", "Choose the port in compose.yaml."));
  }

  @Override
  public StackFiles files(StackId id) {
    return folders.get(id).files();
  }

  @Override
  public StackSession exclusive(StackId id, String operation) {
    StackFolder folder = folders.get(id);
    return new LiveSession(this, folder, operation);
  }

  /** Checks that the stack has these services. */
  static void requireServices(ComposeProject project, StackId id, Set<String> services) {
    for (String service : services) {
      if (!project.services().containsKey(service)) {
        List<String> known = List.copyOf(project.services().keySet());
        throw new ProblemException(new StackProblem.NoSuchService(id.value(), service, known));
      }
    }
  }

  OperationLocks locks() {
    return folders.locks();
  }

  Work work(StackFolder folder, ComposeProject project, JobControl control) {
    return new Work(project, board(folder), connection.docker(), hints, control, clock);
  }

  @Override
  public void close() {
    watch.close();
  }
}
