// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.timer;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at many things, each when it is due, with one alarm for all of them. Most are over long
 * before: to begin and to end one bothers neither the timer thread nor a lock, as an alarm of its
 * own would.
 */
public final class Rounds {
  private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
  private static final long SHORTEST_NAP = Duration.ofMillis(1).toNanos();

  private final Timers timers;
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Alarm alarm;

  private record Alarm(long at, Future<?> future) {}

  /** Something that is looked at until it is closed. */
  public final class Watch implements AutoCloseable {
    private final LongSupplier look;
    private volatile long due;

    private Watch(LongSupplier look, long due) {
      this.look = look;
      this.due = due;
    }

    @Override
    public void close() {
      watches.remove(this);
    }
  }

  /** Rounds on the timer thread. */
  public Rounds(Timers timers) {
    this.timers = timers;
  }

  /**
   * Looks at something now, on this thread, and from then on when it is due; it must not block.
   *
   * @param look returns in how many nanoseconds it is to be looked at again
   */
  public Watch watch(LongSupplier look) {
    long due = System.nanoTime() + look.getAsLong();
    Watch watch = new Watch(look, due);
    watches.add(watch);
    ringBy(due);
    return watch;
  }

  private void ringBy(long due) {
    if (rings(alarm, due)) {
      return;
    }
    lock.lock();
    try {
      Alarm before = alarm;
      if (rings(before, due)) {
        return;
      }
      if (before != null) {
        before.future().cancel(false);
      }
      Duration left = Duration.ofNanos(Math.max(0, due - System.nanoTime()));
      alarm = new Alarm(due, timers.after(left, this::ring));
    } finally {
      lock.unlock();
    }
  }

  private static boolean rings(@Nullable Alarm alarm, long due) {
    return alarm != null && alarm.at() - due <= 0;
  }

  private void ring() {
    lock.lock();
    try {
      alarm = null; // who comes from now on sets another one, and who came before is seen below
    } finally {
      lock.unlock();
    }
    long now = System.nanoTime();
    long left = Long.MAX_VALUE;
    for (Watch watch : watches) {
      if (watch.due - now <= 0) {
        watch.due = now + Math.max(SHORTEST_NAP, look(watch));
      }
      left = Math.min(left, watch.due - now);
    }
    if (left != Long.MAX_VALUE) {
      ringBy(now + left);
    }
  }

  private static long look(Watch watch) {
    try {
      return watch.look.getAsLong();
    } catch (RuntimeException e) {
      LOG.error("a request cannot be watched", e); // the others must be, all the same
      return Duration.ofMinutes(1).toNanos();
    }
  }
}
