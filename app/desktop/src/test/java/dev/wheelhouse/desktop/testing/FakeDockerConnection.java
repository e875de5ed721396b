// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.testing;

import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.docker.DockerConnection;
import dev.wheelhouse.engine.event.EventBus;
import dev.wheelhouse.engine.event.Events;
import dev.wheelhouse.engine.problem.EngineProblem.EngineUnreachable;
import dev.wheelhouse.engine.problem.ProblemException;
import java.util.List;

/** A connection whose state the test sets. */
public final class FakeDockerConnection implements DockerConnection {
  private final EventBus<State> events = new EventBus<>(() -> List.of(state()));
  private volatile State state;

  public FakeDockerConnection(State state) {
    this.state = state;
  }

  /** One that is connected to {@link Samples#ENGINE}. */
  public static FakeDockerConnection connected() {
    return new FakeDockerConnection(new State.Connected(Samples.ENGINE));
  }

  /** One that found no engine. */
  public static FakeDockerConnection disconnected() {
    return new FakeDockerConnection(
        new State.Disconnected(
            new EngineUnreachable(
                List.of(
                    "unix:///var/run/docker.sock: no such file",
                    "unix:///run/user/1000/docker.sock: no such file",
                    "unix:///home/user/.docker/desktop/docker.sock: no such file"))));
  }

  /** Changes the state and says so. */
  public void become(State wanted) {
    state = wanted;
    events.publish(wanted);
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
    throw new ProblemException(new EngineUnreachable(List.of("a fake has no engine")));
  }

  @Override
  public State refresh() {
    return state;
  }

  @Override
  public void close() {}
}
