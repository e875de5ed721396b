// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.shell;

import dev.wheelhouse.engine.job.Progress;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Measures how fast a job goes, smoothed, from its progress reports. */
final class RateMeter {
  private static final Duration SHORTEST = Duration.ofMillis(250);
  private static final double WEIGHT = 0.3;

  private @Nullable Instant lastAt;
  private long lastDone;
  private long lastTotal;
  private double perSecond;

  /** Takes a report in; a step back means that another count has begun. */
  void update(Instant now, Progress progress) {
    Instant before = lastAt;
    if (before == null || progress.done() < lastDone || progress.total() != lastTotal) {
      lastAt = now;
      lastDone = progress.done();
      lastTotal = progress.total();
      perSecond = before == null || progress.done() < lastDone ? 0 : perSecond;
      return;
    }
    Duration passed = Duration.between(before, now);
    if (passed.compareTo(SHORTEST) < 0) {
      return;
    }
    double present = (progress.done() - lastDone) / (passed.toNanos() / 1e9);
    perSecond = perSecond == 0 ? present : perSecond * (1 - WEIGHT) + present * WEIGHT;
    lastAt = now;
    lastDone = progress.done();
  }

  /** Units per second; 0 while unknown. */
  double perSecond() {
    return perSecond;
  }

  /** Time left; null while unknown. */
  @Nullable Duration left(Progress progress) {
    if (perSecond <= 0 || progress.total() <= 0) {
      return null;
    }
    double seconds = (progress.total() - progress.done()) / perSecond;
    return seconds > 86_400 ? null : Duration.ofSeconds(Math.max(0, Math.round(seconds)));
  }
}
