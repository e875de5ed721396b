// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway;

import dev.wheelhouse.engine.event.Events;
import dev.wheelhouse.engine.problem.Problem;
import java.net.URI;
import java.util.Optional;

/** The gateway of this home: the one in this process, or the one that runs already. Thread-safe. */
public interface LocalGateway {

  /**
   * Starts the gateway, or joins another Wheelhouse of the same home; does nothing when that is
   * done already. Blocks for about a second at most. A port that is taken is told by the state and
   * by the engine's notices, never thrown.
   */
  State start();

  /** The present state; never blocks. */
  State state();

  /** State changes; the present one first. */
  Events<State> events();

  /** The bearer token of this home, made when it is missing. Never log it. */
  String token();

  /** The number of the process that runs it, when that is another one of this home. */
  default Optional<Long> owner() {
    return Optional.empty();
  }

  /** What is known of the gateway. */
  sealed interface State {
    /** Nobody has started it yet. */
    record Off() implements State {}

    /**
     * It listens.
     *
     * @param address such as {@code http://127.0.0.1:11435}
     * @param joined it belongs to another Wheelhouse of this home
     */
    record Listening(URI address, boolean joined) implements State {}

    /** It could not start; the problem says why and what to do. */
    record Failed(Problem problem) implements State {}
  }
}
