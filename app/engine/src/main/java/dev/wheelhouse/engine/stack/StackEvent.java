// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What happens to stacks. */
public sealed interface StackEvent {
  StackId stack();

  /** The stack looks different now. */
  record Changed(Stack snapshot) implements StackEvent {
    @Override
    public StackId stack() {
      return snapshot.id();
    }
  }

  /**
   * A line of the timeline: "postgres healthy after 2.1 s".
   *
   * @param service null for the whole stack
   */
  record Timeline(StackId stack, Instant at, Level level, @Nullable String service, String text)
      implements StackEvent {
    /** How a timeline line is meant. */
    public enum Level {
      INFO,
      GOOD,
      WARNING,
      BAD
    }
  }

  /** Progress of an image pull, bytes over all layers known so far. */
  record Pulling(StackId stack, String service, String image, long current, long total)
      implements StackEvent {}
}
