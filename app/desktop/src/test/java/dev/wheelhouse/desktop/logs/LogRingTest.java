// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.engine.log.LogLine;
import dev.wheelhouse.engine.log.LogLine.Level;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LogRingTest {
  private static final Instant AT = Instant.parse("2026-11-21T12:04:07.123456789Z");

  @Test
  void givesBackWhatWasAdded() {
    LogRing ring = new LogRing();
    ring.add(new LogLine(0, AT, "redis", Level.WARNING, "größer 😀"));
    ring.add(new LogLine(1, AT.plusSeconds(1), "postgres", Level.UNKNOWN, ""));

    assertThat(ring.get(0)).isEqualTo(new StoredLine(0, AT, "redis", Level.WARNING, "größer 😀"));
    assertThat(ring.get(1))
        .isEqualTo(new StoredLine(1, AT.plusSeconds(1), "postgres", Level.UNKNOWN, ""));
  }

  @Test
  void dropsTheOldestLinesAndKeepsTheIndicesOfTheOthers() {
    LogRing ring = new LogRing(10_000, Long.MAX_VALUE);
    for (int i = 0; i < 50_000; i++) {
      ring.add(line(i));
    }

    assertThat(ring.end()).isEqualTo(50_000);
    assertThat(ring.end() - ring.first()).isBetween(5_000L, 10_000L);
    assertThat(ring.get(ring.first()).text()).isEqualTo("line " + ring.first());
    assertThat(ring.get(49_999).text()).isEqualTo("line 49999");
    assertThatThrownBy(() -> ring.get(ring.first() - 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void keepsNoMoreBytesThanAllowed() {
    LogRing ring = new LogRing(1_000_000, 2_000_000);
    for (int i = 0; i < 30_000; i++) {
      ring.add(new LogLine(i, AT, "a", Level.INFO, "x".repeat(200)));
    }

    assertThat((ring.end() - ring.first()) * 200).isLessThanOrEqualTo(2_000_000);
    assertThat(ring.end() - ring.first()).isGreaterThan(4_000);
  }

  @Test
  void cutsALineThatNobodyCouldRead() {
    LogRing ring = new LogRing();
    ring.add(new LogLine(0, AT, "a", Level.INFO, "y".repeat(5_000_000)));

    assertThat(ring.get(0).text()).hasSizeLessThan(LogRing.LONGEST + 100).endsWith("characters");
  }

  @Test
  void holdsAMillionLinesInLittleMemory() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    long before = runtime.totalMemory() - runtime.freeMemory();
    LogRing ring = new LogRing();
    for (int i = 0; i < 1_000_000; i++) {
      ring.add(new LogLine(i, AT, "postgres", Level.INFO, "checkpoint complete: wrote " + i));
    }
    System.gc();
    long used = runtime.totalMemory() - runtime.freeMemory() - before;

    assertThat(ring.end() - ring.first()).isGreaterThan(990_000);
    assertThat(used).isLessThan(90L * 1024 * 1024);
  }

  private static LogLine line(int i) {
    return new LogLine(i, AT, "a", Level.INFO, "line " + i);
  }
}
