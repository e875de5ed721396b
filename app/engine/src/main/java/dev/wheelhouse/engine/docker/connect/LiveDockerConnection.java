// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.connect;

import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.docker.DockerConnection;
import dev.wheelhouse.engine.docker.EngineInfo;
import dev.wheelhouse.engine.docker.adapter.DockerJavaDocker;
import dev.wheelhouse.engine.docker.adapter.http.Endpoint;
import dev.wheelhouse.engine.event.EventBus;
import dev.wheelhouse.engine.event.Events;
import dev.wheelhouse.engine.problem.EngineProblem;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the engine every two seconds, on a thread of its own, whether it answers. An engine that
 * hangs is noticed within two such rounds, one that comes back within one.
 */
public final class LiveDockerConnection implements DockerConnection {
  private static final Logger log = LoggerFactory.getLogger(LiveDockerConnection.class);
  private static final Duration ROUND = Duration.ofSeconds(2);
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(5);

  private final EndpointFinder finder;
  private final Thread watch;
  private final ReentrantLock asking = new ReentrantLock();
  private final EventBus<State> events = new EventBus<>(() -> List.of(state()));
  private volatile State state = new State.Connecting();
  private volatile @Nullable Link link;
  private volatile boolean closed;

  /** The engine in use. */
  private record Link(Endpoint endpoint, DockerJavaDocker docker) {}

  public LiveDockerConnection(EndpointFinder finder) {
    this.finder = finder;
    this.watch = Thread.ofVirtual().name("docker-connection").start(this::watch);
  }

  private void watch() {
    try {
      while (!closed) {
        ask();
        Thread.sleep(ROUND);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public Events<State> events() {
    return events;
  }

  @Override
  public Docker docker() {
    State now = state instanceof State.Connecting ? refresh() : state;
    Link used = link;
    return switch (now) {
      case State.Connected connected when used != null -> used.docker();
      case State.Connected connected -> throw unreachable(List.of());
      case State.Disconnected gone -> throw new ProblemException(gone.problem());
      case State.Connecting waiting -> throw unreachable(List.of("the first look still runs"));
    };
  }

  private static ProblemException unreachable(List<String> tried) {
    return new ProblemException(new EngineProblem.EngineUnreachable(tried));
  }

  @Override
  public State refresh() {
    Thread asker = Thread.ofVirtual().name("docker-refresh").start(this::ask);
    try {
      asker.join(LONGEST_ANSWER);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return state;
  }

  /** One look; only one at a time. */
  private void ask() {
    asking.lock();
    try {
      if (!closed) {
        become(look());
      }
    } catch (RuntimeException e) {
      log.error("Looking for the Docker engine failed", e);
    } finally {
      asking.unlock();
    }
  }

  private State look() {
    EndpointFinder.Found found = finder.find();
    Link used = link;
    if (used != null && !found.endpoints().contains(used.endpoint())) {
      drop(used);
    } else if (used != null) {
      try {
        used.docker().ping();
        return connected(used);
      } catch (ProblemException e) {
        if (e.problem() instanceof EngineProblem.EngineSilent) {
          // It may go on in a moment, and with it everything that waits on this connection.
          return new State.Disconnected(e.problem());
        }
        drop(used);
      }
    }
    return search(found);
  }

  private State search(EndpointFinder.Found found) {
    List<String> tried = new ArrayList<>();
    Problem telling = null;
    for (Endpoint endpoint : found.endpoints()) {
      try {
        return connected(connect(endpoint));
      } catch (ProblemException e) {
        Problem problem = e.problem();
        if (telling == null && !(problem instanceof EngineProblem.EngineUnreachable)) {
          telling = problem;
        }
        tried.add(endpoint + " (" + endpoint.origin() + "): " + inShort(problem));
      }
    }
    tried.addAll(found.remarks());
    return new State.Disconnected(
        telling != null ? telling : new EngineProblem.EngineUnreachable(tried));
  }

  private static String inShort(Problem problem) {
    return problem.evidence().isEmpty() ? problem.cause() : problem.evidence().getFirst();
  }

  private Link connect(Endpoint endpoint) {
    DockerJavaDocker docker = new DockerJavaDocker(endpoint);
    try {
      docker.ping();
      Link fresh = new Link(endpoint, docker);
      link = fresh;
      return fresh;
    } catch (ProblemException e) {
      docker.close();
      throw e;
    }
  }

  private State connected(Link used) {
    if (state instanceof State.Connected connected
        && connected.info().endpoint().equals(used.endpoint().toString())) {
      return connected;
    }
    try {
      EngineInfo info = used.docker().info();
      log.info("Docker engine: {} {} at {}", info.product(), info.version(), info.endpoint());
      return new State.Connected(info);
    } catch (ProblemException e) {
      return new State.Disconnected(e.problem());
    }
  }

  private void drop(Link used) {
    link = null;
    used.docker().close();
  }

  /** Publishes changes only; the problem's evidence may differ without being news. */
  private void become(State next) {
    State before = state;
    state = next;
    if (!next.equals(before)) {
      if (next instanceof State.Disconnected gone) {
        log.warn("{}: {}", gone.problem().cause(), gone.problem().evidence());
      }
      events.publish(next);
    }
  }

  @Override
  public void close() {
    closed = true;
    watch.interrupt();
    Link used = link;
    if (used != null) {
      drop(used);
    }
  }
}
