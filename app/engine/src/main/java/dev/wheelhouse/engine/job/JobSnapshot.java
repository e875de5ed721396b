// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.job;

import dev.wheelhouse.engine.problem.Problem;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The state of one job at one moment. */
public record JobSnapshot(
    long id,
    String title,
    State state,
    Progress progress,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Problem problem) {
  /** Where a job is in its life. */
  public enum State {
    RUNNING,
    DONE,
    FAILED,
    CANCELLED
  }

  public boolean running() {
    return state == State.RUNNING;
  }
}
