// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.overview;

import java.time.Duration;

/** How far back the charts look. */
enum Range {
  HOUR("Last hour", Duration.ofHours(1), Duration.ofMinutes(1)),
  DAY("Last day", Duration.ofDays(1), Duration.ofMinutes(30)),
  WEEK("Last week", Duration.ofDays(7), Duration.ofHours(3));

  private final String words;
  private final Duration back;
  private final Duration span;

  Range(String words, Duration back, Duration span) {
    this.words = words;
    this.back = back;
    this.span = span;
  }

  String words() {
    return words;
  }

  Duration back() {
    return back;
  }

  /** What one point of a chart stands for. */
  Duration span() {
    return span;
  }
}
