// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.timer;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs actions later. They share one thread, so that a request costs none for its timers; therefore
 * they must not block.
 */
public final class Timers implements AutoCloseable {
  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("gateway-timer").factory());

  /** Starts the thread when it is first needed. */
  public Timers() {
    executor.setRemoveOnCancelPolicy(true);
    // after the stop nobody is left to be told
    executor.setRejectedExecutionHandler((_, _) -> {});
  }

  /** Runs {@code action} once after this time, unless the result is cancelled before. */
  public Future<?> after(Duration time, Runnable action) {
    return executor.schedule(action, time.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
