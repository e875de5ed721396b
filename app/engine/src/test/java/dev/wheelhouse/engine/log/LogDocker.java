// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.log;

import dev.wheelhouse.engine.docker.ContainerSummary;
import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.docker.DockerConnection;
import dev.wheelhouse.engine.docker.EngineInfo;
import dev.wheelhouse.engine.docker.LogRequest;
import dev.wheelhouse.engine.docker.RawLogLine;
import dev.wheelhouse.engine.event.EventBus;
import dev.wheelhouse.engine.event.Events;
import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.problem.EngineProblem.EngineUnreachable;
import dev.wheelhouse.engine.problem.EngineProblem.NotFound;
import dev.wheelhouse.engine.problem.ProblemException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * An engine that has containers with logs and can do nothing else. As the real one does, it keeps a
 * log across restarts of its container, and ends a followed log when the container ends.
 */
final class LogDocker implements DockerConnection {
  private static final EngineInfo INFO =
      new EngineInfo("test", "test", "1", "1.41", "none", 1, 1, "/none");

  private final Map<String, Box> boxes = new LinkedHashMap<>();
  private final EventBus<State> events = new EventBus<>(() -> List.of(state()));
  private final Docker docker =
      (Docker)
          Proxy.newProxyInstance(
              Docker.class.getClassLoader(), new Class<?>[] {Docker.class}, this::call);
  private boolean away;
  private int opened;

  /** Makes a running container of a service. */
  synchronized void run(String id, String service) {
    boxes.put(id, new Box(id, service));
  }

  /** The container prints a line. */
  void print(String id, Instant at, String text) {
    List<Consumer<RawLogLine>> followers;
    RawLogLine line = new RawLogLine(at, false, text);
    synchronized (this) {
      Box box = boxes.get(id);
      box.lines.add(line);
      followers = List.copyOf(box.followers.values());
    }
    followers.forEach(follower -> follower.accept(line));
  }

  /** The container ends, and with it every followed log. */
  void end(String id) {
    List<Runnable> ends;
    synchronized (this) {
      Box box = boxes.get(id);
      box.running = false;
      ends = new ArrayList<>(box.ends.values());
      box.followers.clear();
      box.ends.clear();
    }
    ends.forEach(Runnable::run);
  }

  synchronized void startAgain(String id) {
    boxes.get(id).running = true;
  }

  void remove(String id) {
    end(id);
    synchronized (this) {
      boxes.remove(id);
    }
  }

  /** The engine answers, or does not. */
  synchronized void away(boolean now) {
    away = now;
  }

  synchronized int followers() {
    return boxes.values().stream().mapToInt(box -> box.followers.size()).sum();
  }

  /** How many logs were opened so far. */
  synchronized int opened() {
    return opened;
  }

  @Override
  public State state() {
    return new State.Connected(INFO);
  }

  @Override
  public Events<State> events() {
    return events;
  }

  @Override
  public synchronized Docker docker() {
    if (away) {
      throw new ProblemException(new EngineUnreachable(List.of("test")));
    }
    return docker;
  }

  @Override
  public State refresh() {
    return state();
  }

  @Override
  public void close() {}

  @SuppressWarnings("unchecked")
  private Object call(Object self, java.lang.reflect.Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "containers" -> containers((Map<String, String>) arguments[0]);
      case "logs" ->
          logs(
              (String) arguments[0],
              (LogRequest) arguments[1],
              (Consumer<RawLogLine>) arguments[2],
              (Runnable) arguments[3]);
      default -> throw new UnsupportedOperationException(method.getName());
    };
  }

  private synchronized List<ContainerSummary> containers(Map<String, String> labels) {
    return boxes.values().stream()
        .map(Box::summary)
        .filter(row -> row.labels().entrySet().containsAll(labels.entrySet()))
        .toList();
  }

  private Subscription logs(
      String id, LogRequest request, Consumer<RawLogLine> listener, Runnable onEnd) {
    List<RawLogLine> present;
    boolean follows;
    Object key = new Object();
    synchronized (this) {
      Box box = boxes.get(id);
      if (box == null) {
        throw new ProblemException(new NotFound("container", id));
      }
      opened++;
      present =
          box.lines.stream()
              .filter(line -> request.since() == null || !line.at().isBefore(request.since()))
              .toList();
      if (request.tail() >= 0 && present.size() > request.tail()) {
        present = present.subList(present.size() - request.tail(), present.size());
      }
      follows = request.follow() && box.running;
      if (follows) {
        box.followers.put(key, listener);
        box.ends.put(key, onEnd);
      }
    }
    List<RawLogLine> first = present;
    if (follows) {
      first.forEach(listener);
    } else {
      Thread.ofVirtual()
          .start(() -> {
            first.forEach(listener);
            onEnd.run();
          });
    }
    return () -> forget(id, key);
  }

  private synchronized void forget(String id, Object key) {
    Box box = boxes.get(id);
    if (box != null) {
      box.followers.remove(key);
      box.ends.remove(key);
    }
  }

  /** One container. */
  private static final class Box {
    private final String id;
    private final String service;
    private final List<RawLogLine> lines = new ArrayList<>();
    private final Map<Object, Consumer<RawLogLine>> followers = new LinkedHashMap<>();
    private final Map<Object, Runnable> ends = new LinkedHashMap<>();
    private boolean running = true;

    Box(String id, String service) {
      this.id = id;
      this.service = service;
    }

    ContainerSummary summary() {
      Map<String, String> labels =
          Map.of(
              "com.docker.compose.project",
              "local-ai",
              "com.docker.compose.service",
              service,
              "com.docker.compose.oneoff",
              service.endsWith("-run") ? "True" : "False");
      return new ContainerSummary(
          id, "local-ai-" + id, "x", running ? "running" : "exited", "", labels, List.of());
    }
  }
}
