// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.engine.job.Job;
import dev.wheelhouse.engine.job.Jobs;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Ctrl-C in the middle of a job. */
class ForegroundJobTest {

  @Test
  void theProcessStaysUntilTheEndOfTheJobIsTold() throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Jobs jobs = new Jobs(threads, Clock.systemUTC());
      CountDownLatch told = new CountDownLatch(1);
      CountDownLatch cancelled = new CountDownLatch(1);
      Job<String> job =
          jobs.start(
              "Wait",
              control -> {
                control.onCancel(cancelled::countDown);
                cancelled.await();
                return "cancelled in time";
              });

      Thread hook = Thread.ofVirtual().start(() -> ForegroundJob.cancelAndWait(job, told));
      job.await();

      assertThat(hook.join(Duration.ofMillis(300))).as("ended before anything was told").isFalse();
      told.countDown();
      assertThat(hook.join(Duration.ofSeconds(10))).isTrue();
    }
  }
}
