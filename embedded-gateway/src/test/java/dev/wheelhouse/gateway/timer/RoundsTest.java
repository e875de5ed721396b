// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.timer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.testing.Wait;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One alarm is enough for many, and none of them is forgotten. */
class RoundsTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final long LONG = Duration.ofHours(1).toNanos();
  private static final long SHORT = Duration.ofMillis(20).toNanos();

  private final Timers timers = new Timers();
  private final Rounds rounds = new Rounds(timers);
  private final AtomicInteger looks = new AtomicInteger();

  @AfterEach
  void stop() {
    timers.close();
  }

  @Test
  void looksAtOnceAndAgainWhenItIsDue() {
    rounds.watch(() -> looks.incrementAndGet() < 3 ? SHORT : LONG);
    assertThat(looks).hasPositiveValue();
    Wait.until("looked at three times", () -> looks.get() == 3, SOON);
  }

  @Test
  void doesNotLetOneThatIsDueSoonWaitForOneThatIsDueLate() {
    rounds.watch(() -> LONG);
    rounds.watch(this::often);
    rounds.watch(() -> LONG);
    Wait.until("looked at", () -> looks.get() > 2, SOON);
  }

  @Test
  void looksAtOthersAfterOneHasFailed() {
    AtomicInteger failing = new AtomicInteger();
    rounds.watch(() -> {
      if (failing.incrementAndGet() > 1) {
        throw new IllegalStateException("on purpose");
      }
      return SHORT;
    });
    rounds.watch(this::often);
    Wait.until("failed", () -> failing.get() > 1, SOON);
    int before = looks.get();
    Wait.until("looked at after that", () -> looks.get() > before + 2, SOON);
  }

  @Test
  void looksNoMoreAtWhatIsClosedButAtThoseThatComeAfterIt() {
    AtomicInteger closed = new AtomicInteger();
    Rounds.Watch first =
        rounds.watch(() -> {
          closed.incrementAndGet();
          return SHORT;
        });
    first.close();
    rounds.watch(this::often);
    Wait.until("a round after that", () -> looks.get() > 3, SOON);
    int seen = closed.get();
    int before = looks.get();
    Wait.until("more rounds", () -> looks.get() > before + 3, SOON);
    assertThat(closed).hasValue(seen);
  }

  @Test
  void setsAnotherAlarmAfterARoundThatFoundNothing() {
    rounds.watch(() -> SHORT).close();
    AtomicInteger rang = new AtomicInteger();
    var _ = timers.after(Duration.ofNanos(3 * SHORT), rang::incrementAndGet);
    Wait.until("the alarm has rung", () -> rang.get() == 1, SOON);
    rounds.watch(this::often);
    Wait.until("looked at", () -> looks.get() > 2, SOON);
  }

  private long often() {
    looks.incrementAndGet();
    return SHORT;
  }
}
