// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli.command;

import dev.wheelhouse.cli.output.Output;
import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.job.Job;
import dev.wheelhouse.engine.job.JobSnapshot;
import dev.wheelhouse.engine.job.Jobs;
import dev.wheelhouse.engine.job.Progress;
import dev.wheelhouse.engine.text.Sizes;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs one job and stays until it ends. */
final class ForegroundJob {
  private static final Duration CLEAN_UP = Duration.ofSeconds(60);

  private final Output output;
  private final Jobs jobs;
  private final CountDownLatch told;

  /**
   * @param told is opened when the command has printed how it ended
   */
  ForegroundJob(Output output, Jobs jobs, CountDownLatch told) {
    this.output = output;
    this.jobs = jobs;
    this.told = told;
  }

  <T> T run(String title, Job.Work<T> work) {
    Job<T> job = jobs.start(title, work);
    Thread cancel = new Thread(() -> cancelAndWait(job, told), "cancel-" + title);
    Runtime.getRuntime().addShutdownHook(cancel);
    long id = job.snapshot().id();
    try (Subscription shown = jobs.events().subscribe(snapshot -> show(id, snapshot))) {
      return job.await();
    } finally {
      output.endProgress();
      forget(cancel);
    }
  }

  private void show(long id, JobSnapshot snapshot) {
    if (snapshot.id() == id && snapshot.running()) {
      output.progress(text(snapshot.progress()));
    }
  }

  private static String text(Progress progress) {
    if (progress.fraction() < 0) {
      return progress.step() + " …";
    }
    String amount =
        progress.unit() == Progress.Unit.BYTES
            ? Sizes.bytes(progress.done()) + " of " + Sizes.bytes(progress.total())
            : progress.done() + " of " + progress.total();
    return progress.step() + "  " + Math.round(100 * progress.fraction()) + " %  " + amount;
  }

  /**
   * Ctrl-C ends the process only after the job has cleaned up and that was printed, or after a
   * minute.
   */
  static void cancelAndWait(Job<?> job, CountDownLatch told) {
    job.cancel();
    try {
      // the process ends either way
      boolean _ = told.await(CLEAN_UP.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is ending: the hook is at work
    }
  }
}
