// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.local;

import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.docker.DockerConnection;
import dev.wheelhouse.engine.event.EventBus;
import dev.wheelhouse.engine.event.Events;
import dev.wheelhouse.engine.problem.EngineProblem.EngineUnreachable;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.stack.StackAccess;
import dev.wheelhouse.engine.stack.StackFiles;
import dev.wheelhouse.engine.stack.StackId;
import dev.wheelhouse.engine.stack.StackSession;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A stack without an engine that notes everything that is asked of it. */
final class UntouchedStack implements StackAccess, DockerConnection {
  final List<String> asked = new ArrayList<>();
  private Optional<Problem> refusal = Optional.of(new EngineUnreachable(List.of()));

  /** From now on the stack can be locked, though nothing can be done with it. */
  void lockable() {
    refusal = Optional.empty();
  }

  /** From now on the stack's lock is refused for that reason. */
  void refuse(Problem reason) {
    refusal = Optional.of(reason);
  }

  private final EventBus<State> events = new EventBus<>(() -> List.of(state()));

  @Override
  public StackFiles files(StackId id) {
    asked.add("files of " + id);
    throw new ProblemException(new EngineUnreachable(List.of()));
  }

  @Override
  public StackSession exclusive(StackId id, String operation) {
    asked.add(operation + " of " + id);
    refusal.ifPresent(reason -> {
      throw new ProblemException(reason);
    });
    return (StackSession)
        Proxy.newProxyInstance(
            StackSession.class.getClassLoader(),
            new Class<?>[] {StackSession.class},
            (proxy, method, arguments) -> {
              asked.add(method.getName());
              return null;
            });
  }

  @Override
  public State state() {
    return new State.Disconnected(new EngineUnreachable(List.of("unix:///nowhere")));
  }

  @Override
  public Events<State> events() {
    return events;
  }

  @Override
  public Docker docker() {
    asked.add("the engine");
    throw new ProblemException(new EngineUnreachable(List.of("unix:///nowhere")));
  }

  @Override
  public State refresh() {
    return state();
  }

  @Override
  public void close() {}
}
