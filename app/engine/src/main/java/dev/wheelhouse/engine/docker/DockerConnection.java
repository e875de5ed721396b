// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker;

import dev.wheelhouse.engine.event.Events;
import dev.wheelhouse.engine.problem.Problem;
import java.util.Optional;

/**
 * The door to whichever engine answers: looks for one as the {@code docker} command does, keeps
 * asking whether it answers, and finds it again when it comes back.
 */
public interface DockerConnection extends AutoCloseable {

  /** The present state; never blocks. */
  State state();

  /** State changes. */
  Events<State> events();

  /**
   * The engine, when it answers.
   *
   * @throws dev.wheelhouse.engine.problem.ProblemException with the reason when it does not
   */
  Docker docker();

  /** Asks again now, and waits for the answer (at most 5 s). */
  State refresh();

  @Override
  void close();

  /** What is known of the engine. */
  sealed interface State {
    /** Nobody has asked yet. */
    record Connecting() implements State {}

    /** It answers. */
    record Connected(EngineInfo info) implements State {}

    /** It does not; the problem says why and what to do. */
    record Disconnected(Problem problem) implements State {}

    default Optional<EngineInfo> engine() {
      return this instanceof Connected connected ? Optional.of(connected.info()) : Optional.empty();
    }
  }
}
