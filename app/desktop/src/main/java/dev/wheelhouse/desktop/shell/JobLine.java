// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.shell;

import dev.wheelhouse.desktop.format.Amounts;
import dev.wheelhouse.desktop.format.Times;
import dev.wheelhouse.desktop.theme.Tone;
import dev.wheelhouse.engine.job.JobSnapshot;
import dev.wheelhouse.engine.job.Progress;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.text.Sizes;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job as the tray and the history show it.
 *
 * @param step what it does now, or how it ended
 * @param fraction from 0 to 1; -1 when unknown
 * @param figures amount, rate and time left; empty when unknown
 */
record JobLine(
    long id,
    String title,
    JobSnapshot.State state,
    String step,
    double fraction,
    String figures,
    Instant startedAt) {

  static JobLine of(JobSnapshot job, RateMeter meter) {
    return new JobLine(
        job.id(),
        job.title(),
        job.state(),
        step(job),
        job.progress().fraction(),
        job.running() ? figures(job.progress(), meter) : "",
        job.startedAt());
  }

  boolean running() {
    return state == JobSnapshot.State.RUNNING;
  }

  Tone tone() {
    return switch (state) {
      case RUNNING -> Tone.BUSY;
      case DONE -> Tone.OK;
      case FAILED -> Tone.DANGER;
      case CANCELLED -> Tone.MUTED;
    };
  }

  private static String step(JobSnapshot job) {
    return switch (job.state()) {
      case RUNNING -> job.progress().step().equals(job.title()) ? "" : job.progress().step();
      case DONE -> "Done" + took(job);
      case CANCELLED -> "Cancelled" + took(job);
      case FAILED -> cause(job.problem());
    };
  }

  private static String cause(@Nullable Problem problem) {
    return problem == null ? "Failed" : problem.cause();
  }

  private static String took(JobSnapshot job) {
    Instant end = job.endedAt();
    return end == null ? "" : " in " + Times.span(Duration.between(job.startedAt(), end));
  }

  private static String figures(Progress progress, RateMeter meter) {
    StringBuilder text = new StringBuilder();
    if (progress.total() > 0) {
      text.append(Amounts.percent(progress.fraction()));
    }
    if (progress.unit() == Progress.Unit.BYTES && meter.perSecond() > 0) {
      text.append("   ").append(Sizes.rate(meter.perSecond()));
    }
    Duration left = meter.left(progress);
    if (left != null) {
      text.append("   ").append(Times.left(left)).append(" left");
    }
    return text.toString().strip();
  }
}
