// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.job;

import dev.wheelhouse.engine.problem.Problem;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of one job at one moment.
 *
 * @param quiet whether the place that asked for it shows how far it is, so that no other has to
 */
public record JobSnapshot(
    long id,
    String title,
    boolean quiet,
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

  JobSnapshot with(Progress changed) {
    return new JobSnapshot(id, title, quiet, state, changed, startedAt, null, null);
  }

  JobSnapshot ended(State how, Instant at, @Nullable Problem why) {
    return new JobSnapshot(id, title, quiet, how, progress, startedAt, at, why);
  }

  public boolean running() {
    return state == State.RUNNING;
  }
}
