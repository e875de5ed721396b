// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.logs;

import dev.wheelhouse.engine.log.LogLine;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The lines that pass the filter, by key: consecutive numbers that stay with their lines until the
 * filter changes. UI thread only, but for {@link #scan}.
 */
final class LogLines {
  private final LogRing ring;
  private LogFilter filter = LogFilter.ALL;
  private @Nullable MatchIndex matches;

  LogLines(LogRing ring) {
    this.ring = ring;
  }

  long first() {
    return matches == null ? ring.first() : matches.first();
  }

  long end() {
    return matches == null ? ring.end() : matches.end();
  }

  StoredLine get(long key) {
    return ring.get(matches == null ? key : matches.line(key));
  }

  /** Key of a line, or of the next one that is shown. */
  long keyOf(long line) {
    return matches == null
        ? Math.clamp(line, ring.first(), ring.end())
        : matches.keyOf(Math.max(line, ring.first()));
  }

  LogFilter filter() {
    return filter;
  }

  void append(List<LogLine> batch) {
    for (LogLine line : batch) {
      ring.add(line);
      if (matches != null) {
        long index = ring.end() - 1;
        if (filter.passes(ring.get(index))) {
          matches.add(index);
        }
      }
    }
    if (matches != null) {
      matches.dropBefore(ring.first());
    }
  }

  void clear() {
    ring.clear();
    matches = filter.all() ? null : new MatchIndex();
  }

  /**
   * Shows what passes this filter from now on.
   *
   * @param scanned what passes it among the lines below {@code until}
   */
  void use(LogFilter wanted, MatchIndex scanned, long until) {
    filter = wanted;
    if (wanted.all()) {
      matches = null;
      return;
    }
    for (long line = Math.max(until, ring.first()); line < ring.end(); line++) {
      if (wanted.passes(ring.get(line))) {
        scanned.add(line);
      }
    }
    scanned.dropBefore(ring.first());
    matches = scanned;
  }

  /** Looks through all lines below {@code until}; on any thread. Stops early when told so. */
  static MatchIndex scan(
      LogRing ring, long until, Predicate<StoredLine> wanted, BooleanSupplier stop) {
    MatchIndex found = new MatchIndex();
    for (long line = ring.first(); line < until && !stop.getAsBoolean(); line++) {
      StoredLine stored = stored(ring, line);
      if (stored != null && wanted.test(stored)) {
        found.add(line);
      }
    }
    return found;
  }

  /** Null for a line that went meanwhile. */
  private static @Nullable StoredLine stored(LogRing ring, long line) {
    synchronized (ring) {
      return line >= ring.first() ? ring.get(line) : null;
    }
  }
}
