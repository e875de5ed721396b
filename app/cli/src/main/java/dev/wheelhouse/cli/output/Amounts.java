// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli.output;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Times for people. */
public final class Amounts {
  private Amounts() {}

  /** Such as "2 h 14 m", "41 s" or "0.9 s". */
  public static String duration(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " m " + seconds % 60 + " s";
    }
    return seconds < 86_400
        ? seconds / 3600 + " h " + seconds % 3600 / 60 + " m"
        : seconds / 86_400 + " d " + seconds % 86_400 / 3600 + " h";
  }

  /** Such as "6 m 2 s ago". */
  public static String age(Instant then, Instant now) {
    Duration age = Duration.between(then, now);
    return age.isNegative() ? "just now" : duration(age) + " ago";
  }
}
