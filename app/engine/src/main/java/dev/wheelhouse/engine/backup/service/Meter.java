// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.service;

import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.job.Progress;
import java.util.function.LongConsumer;

/**
 * Counts the bytes of one step and reports them, at most ten times a second; ends the step when the
 * job was cancelled.
 */
public final class Meter implements LongConsumer {
  private static final long PAUSE_NANOS = 100_000_000;

  private final JobControl control;
  private final String step;
  private final long total;
  private long done;
  private long reported;

  /**
   * @param total bytes expected; -1 when unknown
   */
  public Meter(JobControl control, String step, long total) {
    this.control = control;
    this.step = step;
    this.total = total;
    this.reported = System.nanoTime();
    control.report(Progress.bytes(step, 0, total));
  }

  @Override
  public void accept(long bytes) {
    done += bytes;
    control.checkCancelled();
    long now = System.nanoTime();
    if (now - reported > PAUSE_NANOS) {
      reported = now;
      control.report(Progress.bytes(step, done, total < 0 ? -1 : Math.max(total, done)));
    }
  }
}
