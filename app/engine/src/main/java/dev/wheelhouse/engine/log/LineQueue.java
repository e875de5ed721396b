// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.log;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lines between the streams that bring them and the listener that takes them. Bounded: when the
 * listener is too slow, the oldest lines go and are counted. Writers never wait.
 */
final class LineQueue {
  private static final int MOST_LINES = 50_000;
  private static final long MOST_CHARACTERS = 16L << 20;
  private static final int BATCH = 5_000;
  private static final String OURS = "wheelhouse";

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Deque<LogLine> lines = new ArrayDeque<>();
  private long characters;
  private long dropped;
  private long nextNumber = 1;

  void put(LogLine line) {
    lock.lock();
    try {
      lines.addLast(line);
      characters += line.text().length();
      while (lines.size() > MOST_LINES || characters > MOST_CHARACTERS) {
        characters -= lines.removeFirst().text().length();
        dropped++;
      }
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  /** How many have arrived and were not taken, dropped ones included. */
  long waiting() {
    lock.lock();
    try {
      return lines.size() + dropped;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there is something to take. */
  boolean await(Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (lines.isEmpty() && left > 0) {
        left = arrived.awaitNanos(left);
      }
      return !lines.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** The next batch by time, numbered; dropped lines leave a gap and a line that tells. */
  List<LogLine> take() {
    List<LogLine> batch;
    long lost;
    long first;
    lock.lock();
    try {
      int size = Math.min(BATCH, lines.size());
      batch = new ArrayList<>(size + 1);
      for (int i = 0; i < size; i++) {
        LogLine line = lines.removeFirst();
        characters -= line.text().length();
        batch.add(line);
      }
      lost = dropped;
      dropped = 0;
      first = nextNumber + lost;
      nextNumber = first + size + (lost > 0 ? 1 : 0);
    } finally {
      lock.unlock();
    }
    batch.sort(Comparator.comparing(LogLine::at));
    if (lost > 0) {
      batch.addFirst(told(lost, batch.getFirst()));
    }
    return numbered(batch, first);
  }

  private static LogLine told(long lost, LogLine next) {
    String text =
        lost == 1
            ? "1 line was dropped: it came faster than it could be shown"
            : lost + " lines were dropped: they came faster than they could be shown";
    return new LogLine(0, next.at(), OURS, LogLine.Level.WARNING, text);
  }

  private static List<LogLine> numbered(List<LogLine> batch, long first) {
    List<LogLine> numbered = new ArrayList<>(batch.size());
    for (LogLine line : batch) {
      numbered.add(
          new LogLine(
              first + numbered.size(), line.at(), line.service(), line.level(), line.text()));
    }
    return numbered;
  }

  /** Waits until lines stop coming for the quiet time, or the limit has passed. */
  void settle(Duration quiet, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    long before = -1;
    while (System.nanoTime() < end && waiting() != before) {
      before = waiting();
      TimeUnit.NANOSECONDS.sleep(quiet.toNanos());
    }
  }
}
