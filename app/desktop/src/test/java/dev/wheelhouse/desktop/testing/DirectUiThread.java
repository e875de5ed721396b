// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.testing;

import dev.wheelhouse.desktop.fx.UiThread;
import dev.wheelhouse.engine.event.Subscription;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * A UI thread without a toolkit: runs what is posted at once, on the caller's thread, one action at
 * a time and in order. Time passes only when the test says so.
 */
public final class DirectUiThread implements UiThread {
  private final Queue<Runnable> posted = new ArrayDeque<>();
  private final List<Timer> timers = new ArrayList<>();
  private boolean running;

  @Override
  public void post(Runnable action) {
    synchronized (this) {
      posted.add(action);
      if (running) {
        return;
      }
      running = true;
    }
    drain();
  }

  @Override
  public Subscription every(Duration period, Runnable action) {
    return add(new Timer(period, period, true, action));
  }

  @Override
  public Subscription after(Duration delay, Runnable action) {
    return add(new Timer(delay, delay, false, action));
  }

  /** Lets time pass: runs every timer that is due. */
  public void advance(Duration time) {
    for (Timer timer : List.copyOf(timers)) {
      Duration left = timer.left.minus(time);
      while (!left.isPositive() && timers.contains(timer)) {
        if (!timer.again) {
          timers.remove(timer);
        }
        post(timer.action);
        left = left.plus(timer.period);
      }
      timer.left = left;
    }
  }

  /** How many timers run: none while nothing is shown. */
  public int timers() {
    return timers.size();
  }

  private Subscription add(Timer timer) {
    timers.add(timer);
    return () -> timers.remove(timer);
  }

  private void drain() {
    while (true) {
      Runnable next;
      synchronized (this) {
        next = posted.poll();
        if (next == null) {
          running = false;
          return;
        }
      }
      next.run();
    }
  }

  private static final class Timer {
    private final Duration period;
    private final boolean again;
    private final Runnable action;
    private Duration left;

    private Timer(Duration period, Duration left, boolean again, Runnable action) {
      this.period = period;
      this.left = left;
      this.again = again;
      this.action = action;
    }
  }
}
