// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.job;

import dev.wheelhouse.engine.event.Subscription;

/** What a long action gets from its caller: where to report, and whether to go on. */
public interface JobControl {
  void report(Progress progress);

  boolean cancelled();

  /**
   * Ends the action when the user cancelled it.
   *
   * @throws dev.wheelhouse.engine.problem.ProblemException with {@code Cancelled}
   */
  void checkCancelled();

  /** Runs the action at once when the job is cancelled, to free a blocked call. */
  Subscription onCancel(Runnable action);

  /** A control that hears nothing and is never cancelled. */
  static JobControl none() {
    return new JobControl() {
      @Override
      public void report(Progress progress) {}

      @Override
      public boolean cancelled() {
        return false;
      }

      @Override
      public void checkCancelled() {}

      @Override
      public Subscription onCancel(Runnable action) {
        return () -> {};
      }
    };
  }
}
