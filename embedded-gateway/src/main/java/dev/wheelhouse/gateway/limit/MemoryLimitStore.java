// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts in this process. The windows slide: whatever the moment, no window before it ever held
 * more than the limit.
 */
public final class MemoryLimitStore implements LimitStore {
  private static final int SWEEP_EVERY = 1000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Window> windows = new HashMap<>();
  private int takes;

  @Override
  public Taken take(String ticket, List<Claim> claims, Instant now) {
    lock.lock();
    try {
      sweep(now);
      List<Level> levels = new ArrayList<>(claims.size());
      for (Claim claim : claims) {
        Window window = window(claim);
        window.expire(now);
        if (!window.fits(claim)) {
          levels.add(window.level(claim, now));
          return new Taken(claims.indexOf(claim), levels);
        }
        levels.add(window.level(claim, now));
      }
      levels.clear();
      for (Claim claim : claims) {
        Window window = window(claim);
        window.add(ticket, claim, now);
        levels.add(window.level(claim.withAmount(0), now));
      }
      return new Taken(-1, levels);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void settle(String ticket, List<Claim> claims, Instant now) {
    lock.lock();
    try {
      for (Claim claim : claims) {
        Window window = window(claim);
        window.expire(now);
        switch (claim.measure()) {
          case REQUESTS -> {
            if (claim.amount() == 0) {
              window.remove(ticket);
            }
          }
          case CONCURRENT -> window.remove(ticket);
          case TOKENS, COST -> {
            window.remove(ticket);
            window.add(ticket, claim, now);
          }
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private Window window(Claim claim) {
    return windows.computeIfAbsent(
        claim.measure() + " " + claim.account(),
        _ -> new Window(claim.window(), claim.measure() == Claim.Measure.COST));
  }

  /** Accounts of users who are gone must not stay for ever. */
  private void sweep(Instant now) {
    if (++takes % SWEEP_EVERY == 0) {
      windows
          .values()
          .removeIf(window -> {
            window.expire(now);
            return window.entries.isEmpty();
          });
    }
  }

  private record Entry(Instant at, long amount) {}

  /** The requests of one account, the oldest first. */
  private static final class Window {
    private final Duration length;
    private final boolean total;
    private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>();
    private long sum;

    Window(Duration length, boolean total) {
      this.length = length;
      this.total = total;
    }

    void expire(Instant now) {
      while (!entries.isEmpty() && !entries.firstEntry().getValue().at.plus(length).isAfter(now)) {
        sum -= entries.pollFirstEntry().getValue().amount;
      }
    }

    boolean fits(Claim claim) {
      // of a sum that is known only at the end, there must be something left
      long more = total ? 1 : claim.amount();
      return sum + more <= claim.most();
    }

    void add(String ticket, Claim claim, Instant now) {
      if (total) {
        // one entry that grows: the requests of a month are too many to be kept
        if (claim.amount() > 0) {
          sum += claim.amount();
          entries.putLast("total", new Entry(now, sum));
        }
        return;
      }
      entries.putLast(ticket, new Entry(now, claim.amount()));
      sum += claim.amount();
    }

    void remove(String ticket) {
      Entry entry = entries.remove(ticket);
      sum -= entry == null ? 0 : entry.amount;
    }

    Level level(Claim claim, Instant now) {
      if (entries.isEmpty()) {
        return new Level(sum, Duration.ZERO, Duration.ZERO);
      }
      Duration reset = Duration.between(now, entries.lastEntry().getValue().at.plus(length));
      return new Level(sum, fits(claim) ? Duration.ZERO : untilItFits(claim, now), reset);
    }

    private Duration untilItFits(Claim claim, Instant now) {
      long left = sum;
      for (Entry entry : entries.values()) {
        left -= entry.amount;
        if (left + claim.amount() <= claim.most()) {
          return Duration.between(now, entry.at.plus(length));
        }
      }
      return Duration.ZERO;
    }
  }
}
