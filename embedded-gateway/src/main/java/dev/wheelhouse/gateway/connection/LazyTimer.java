// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.connection;

import dev.wheelhouse.gateway.timer.Timers;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A timer that is started and stopped with every request, and nearly never runs out. It does not
 * bother the timer thread each time: an alarm that was set for an earlier start looks, when it
 * rings, whether there is still something to wait for.
 */
final class LazyTimer implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final Timers timers;
  private final Duration time;
  private final Runnable action;
  private @Nullable Future<?> alarm;
  private boolean running;
  private boolean closed;
  private long startedAt;

  /** Not started yet; {@code action} runs on the timer thread and must not block. */
  LazyTimer(Timers timers, Duration time, Runnable action) {
    this.timers = timers;
    this.time = time;
    this.action = action;
  }

  /** Counts from now, unless it counts already. */
  void start() {
    lock.lock();
    try {
      if (running || closed) {
        return;
      }
      running = true;
      startedAt = System.nanoTime();
      if (alarm == null) {
        alarm = timers.after(time, this::ring);
      }
    } finally {
      lock.unlock();
    }
  }

  /** What it waited for has come. */
  void stop() {
    lock.lock();
    try {
      running = false;
    } finally {
      lock.unlock();
    }
  }

  /** It is of no use any more. */
  @Override
  public void close() {
    lock.lock();
    try {
      running = false;
      closed = true;
      if (alarm != null) {
        alarm.cancel(false);
        alarm = null;
      }
    } finally {
      lock.unlock();
    }
  }

  private void ring() {
    lock.lock();
    try {
      alarm = null;
      if (!running) {
        return;
      }
      Duration left = time.minusNanos(System.nanoTime() - startedAt);
      if (left.isPositive()) {
        alarm = timers.after(left, this::ring);
        return;
      }
      running = false;
    } finally {
      lock.unlock();
    }
    action.run();
  }
}
