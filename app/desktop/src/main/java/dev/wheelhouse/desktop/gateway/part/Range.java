// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.part;

import dev.wheelhouse.desktop.control.Segmented;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** How far back a section looks. */
public enum Range {
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

  /** A choice among them. */
  public static Segmented<Range> choice(Range first, String prefix, Consumer<Range> chosen) {
    Segmented<Range> ranges = new Segmented<>("How far back", chosen);
    for (Range range : values()) {
      ranges.add(range, range.words(), prefix + range.name().toLowerCase(Locale.ROOT));
    }
    ranges.select(first);
    return ranges;
  }

  public String words() {
    return words;
  }

  public Duration back() {
    return back;
  }

  /** What one point of a chart stands for. */
  public Duration span() {
    return span;
  }
}
