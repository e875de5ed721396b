// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {

  @ParameterizedTest
  @CsvSource({
    "PT0.85S, 0.8 s",
    "PT2S, 2 s",
    "PT41S, 41 s",
    "PT3M20S, 3 m 20 s",
    "PT3M, 3 m",
    "PT2H14M9S, 2 h 14 m",
    "P5DT3H, 5 d 3 h",
  })
  void spansHaveTwoPartsAtMost(Duration span, String expected) {
    assertThat(Times.span(span)).isEqualTo(expected);
  }

  @Test
  void coarseSpansNeverCountSeconds() {
    assertThat(Times.coarse(Duration.ofSeconds(12))).isEqualTo("under 1 m");
    assertThat(Times.coarse(Duration.ofSeconds(200))).isEqualTo("3 m");
    assertThat(Times.coarse(Duration.ofMinutes(134))).isEqualTo("2 h 14 m");
  }

  @ParameterizedTest
  @CsvSource({"PT41S, 0:41", "PT12M5S, 12:05", "PT1H2M3S, 1:02:03"})
  void timeLeftLooksLikeAStopwatch(Duration left, String expected) {
    assertThat(Times.left(left)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-21T12:04:00Z, just now",
    "2026-11-21T11:52:07Z, 12 min ago",
    "2026-11-21T06:00:00Z, 6 h ago",
    "2026-11-20T09:00:00Z, yesterday",
    "2026-11-17T12:04:07Z, 4 days ago",
    "2026-03-03T12:04:07Z, 3 Mar 2026",
  })
  void agesAreRelativeUntilTwoWeeks(Instant then, String expected) {
    Instant now = Instant.parse("2026-11-21T12:04:07Z");
    assertThat(Times.ago(then, now, ZoneOffset.UTC)).isEqualTo(expected);
  }

  @Test
  void aMomentOfAnotherDayTellsTheDay() {
    Instant now = Instant.parse("2026-03-04T00:10:00Z");

    assertThat(Times.clockOrDay(Instant.parse("2026-03-04T00:00:05Z"), now, ZoneOffset.UTC))
        .isEqualTo("00:00:05");
    assertThat(Times.clockOrDay(Instant.parse("2026-03-03T23:59:59Z"), now, ZoneOffset.UTC))
        .isEqualTo("3 Mar 23:59");
  }
}
