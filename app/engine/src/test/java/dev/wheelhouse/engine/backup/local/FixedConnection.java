// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.local;

import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.docker.DockerConnection;
import dev.wheelhouse.engine.event.EventBus;
import dev.wheelhouse.engine.event.Events;
import dev.wheelhouse.engine.problem.EngineProblem.EngineUnreachable;
import dev.wheelhouse.engine.problem.ProblemException;
import java.util.List;

/** An engine that is there until the test says otherwise. */
final class FixedConnection implements DockerConnection {
  private final Docker docker;
  private final EventBus<State> events = new EventBus<>(() -> List.of(state()));
  private volatile boolean there = true;

  FixedConnection(Docker docker) {
    this.docker = docker;
  }

  void there(boolean now) {
    there = now;
    events.publish(state());
  }

  @Override
  public State state() {
    return there
        ? new State.Connected(docker.info())
        : new State.Disconnected(new EngineUnreachable(List.of()));
  }

  @Override
  public Events<State> events() {
    return events;
  }

  @Override
  public Docker docker() {
    if (!there) {
      throw new ProblemException(new EngineUnreachable(List.of()));
    }
    return docker;
  }

  @Override
  public State refresh() {
    return state();
  }

  @Override
  public void close() {}
}
