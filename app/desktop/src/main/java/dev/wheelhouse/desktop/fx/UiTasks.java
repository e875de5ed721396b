// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.fx;

import dev.wheelhouse.engine.job.Job;
import dev.wheelhouse.engine.job.Jobs;
import dev.wheelhouse.engine.problem.InputProblem.Unexpected;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.ProblemException;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the engine's blocking calls away from the UI thread and brings back the result, or the
 * problem. View models know no other way to start work.
 */
public final class UiTasks {
  private static final Logger log = LoggerFactory.getLogger(UiTasks.class);

  private final UiThread ui;
  private final Executor executor;
  private final Jobs jobs;

  /**
   * @param executor where blocking calls run, such as one virtual thread each
   */
  public UiTasks(UiThread ui, Executor executor, Jobs jobs) {
    this.ui = ui;
    this.executor = executor;
    this.jobs = jobs;
  }

  public UiThread ui() {
    return ui;
  }

  /** A short call that no job tray shows: reading a list, writing a setting. */
  public <T> void load(
      String title, Callable<T> work, Consumer<? super T> done, Consumer<Problem> failed) {
    executor.execute(() -> {
      try {
        T result = work.call();
        ui.post(() -> done.accept(result));
      } catch (Exception e) {
        Problem problem = problem(title, e);
        ui.post(() -> failed.accept(problem));
      }
    });
  }

  /** A long action: a job with progress and cancel. */
  public <T> Job<T> job(
      String title, Job.Work<T> work, Consumer<? super T> done, Consumer<Problem> failed) {
    return follow(jobs.start(title, work), title, done, failed);
  }

  /** A long action that shows its own progress, and so needs no line below the screen. */
  public <T> Job<T> quietJob(
      String title, Job.Work<T> work, Consumer<? super T> done, Consumer<Problem> failed) {
    return follow(jobs.startQuietly(title, work), title, done, failed);
  }

  private <T> Job<T> follow(
      Job<T> job, String title, Consumer<? super T> done, Consumer<Problem> failed) {
    var _ =
        job.outcome()
            .whenComplete((result, failure) ->
                ui.post(() -> {
                  if (failure == null) {
                    done.accept(result);
                  } else {
                    failed.accept(problem(title, failure));
                  }
                }));
    return job;
  }

  private static Problem problem(String title, Throwable failure) {
    Throwable cause = failure;
    while (cause != null) {
      if (cause instanceof ProblemException expected) {
        return expected.problem();
      }
      cause = cause.getCause();
    }
    log.error("{} failed unexpectedly", title, failure);
    return new Unexpected(title, failure.toString());
  }
}
