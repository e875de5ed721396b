// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.fx;

import dev.wheelhouse.engine.event.Subscription;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javafx.application.Platform;

/**
 * The real UI thread. The only class that calls {@code Platform.runLater}; its timer is a plain
 * thread, because a running JavaFX animation keeps the pulses going while nothing changes.
 */
public final class FxThread implements UiThread, AutoCloseable {
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("ui-timer").factory());

  @Override
  public void post(Runnable action) {
    Platform.runLater(action);
  }

  @Override
  public Subscription every(Duration period, Runnable action) {
    long nanos = period.toNanos();
    return closing(open ->
        timer.scheduleAtFixedRate(
            () -> post(() -> open.run(action)), nanos, nanos, TimeUnit.NANOSECONDS));
  }

  @Override
  public Subscription after(Duration delay, Runnable action) {
    return closing(open ->
        timer.schedule(() -> post(() -> open.run(action)), delay.toNanos(), TimeUnit.NANOSECONDS));
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private static Subscription closing(Function<Gate, Future<?>> schedule) {
    Gate gate = new Gate();
    Future<?> future = schedule.apply(gate);
    return () -> {
      gate.open = false;
      future.cancel(false);
    };
  }

  /** Keeps what was already queued from running after it was closed. */
  private static final class Gate {
    private volatile boolean open = true;

    void run(Runnable action) {
      if (open) {
        action.run();
      }
    }
  }
}
