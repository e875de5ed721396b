// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.run;

import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.docker.DockerConnection;
import dev.wheelhouse.engine.event.EventBus;
import dev.wheelhouse.engine.event.Events;
import dev.wheelhouse.engine.problem.EngineProblem;
import dev.wheelhouse.engine.problem.ProblemException;
import java.util.List;

/** A connection whose state the test sets. */
final class FakeConnection implements DockerConnection {
  private final Docker docker;
  private final EventBus<State> events = new EventBus<>(() -> List.of(state()));
  private volatile State state;

  FakeConnection(Docker docker) {
    this.docker = docker;
    this.state = new State.Connected(docker.info());
  }

  void lose() {
    become(new State.Disconnected(new EngineProblem.EngineUnreachable(List.of("gone"))));
  }

  void find() {
    become(new State.Connected(docker.info()));
  }

  private void become(State next) {
    state = next;
    events.publish(next);
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
    if (state instanceof State.Disconnected gone) {
      throw new ProblemException(gone.problem());
    }
    return docker;
  }

  @Override
  public State refresh() {
    return state;
  }

  @Override
  public void close() {}
}
