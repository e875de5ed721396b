// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.format;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Durations and moments as people read them; the absolute form is for tooltips. */
public final class Times {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter ABSOLUTE =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm:ss z", Locale.ENGLISH);

  private Times() {}

  /** "0.8 s", "41 s", "3 m 20 s", "2 h 14 m", "5 d 3 h". */
  public static String span(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 10) {
      long tenths = Math.max(0, duration.toMillis()) / 100;
      return tenths % 10 == 0 ? tenths / 10 + " s" : tenths / 10 + "." + tenths % 10 + " s";
    }
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return two(seconds / 60, "m", seconds % 60, "s");
    }
    if (seconds < 86_400) {
      return two(seconds / 3600, "h", seconds % 3600 / 60, "m");
    }
    return two(seconds / 86_400, "d", seconds % 86_400 / 3600, "h");
  }

  /**
   * Like {@link #span} but never finer than a minute, for what is always on show: "up 2 h 14 m".
   */
  public static String coarse(Duration duration) {
    return duration.toSeconds() < 60 ? "under 1 m" : trimSeconds(duration);
  }

  /** "0:41", "12:05", "1:02:03": time left of a job. */
  public static String left(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    String tail = String.format(Locale.ROOT, "%d:%02d", seconds % 3600 / 60, seconds % 60);
    return seconds < 3600
        ? tail
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds % 3600 / 60, seconds % 60);
  }

  /** "just now", "12 min ago", "6 h ago", "yesterday", "4 days ago", "3 Mar 2026". */
  public static String ago(Instant then, Instant now, ZoneId zone) {
    Duration age = Duration.between(then, now);
    if (age.toSeconds() < 60) {
      return "just now";
    }
    if (age.toMinutes() < 60) {
      return age.toMinutes() + " min ago";
    }
    if (age.toHours() < 24) {
      return age.toHours() + " h ago";
    }
    long days =
        now.atZone(zone).toLocalDate().toEpochDay() - then.atZone(zone).toLocalDate().toEpochDay();
    if (days <= 1) {
      return "yesterday";
    }
    return days < 14 ? days + " days ago" : DATE.format(then.atZone(zone));
  }

  /** "12:04:07" of today, "3 Mar 12:04" of another day. */
  public static String clockOrDay(Instant moment, Instant now, ZoneId zone) {
    boolean today = moment.atZone(zone).toLocalDate().equals(now.atZone(zone).toLocalDate());
    return today ? clock(moment, zone) : DAY.format(moment.atZone(zone));
  }

  /** "21 Nov 2026, 12:04". */
  public static String day(Instant moment, ZoneId zone) {
    return MINUTE.format(moment.atZone(zone));
  }

  /** "12:04:07". */
  public static String clock(Instant moment, ZoneId zone) {
    return CLOCK.format(moment.atZone(zone));
  }

  /** "21 Nov 2026, 12:04:07 UTC". */
  public static String absolute(Instant moment, ZoneId zone) {
    return ABSOLUTE.format(moment.atZone(zone));
  }

  private static String trimSeconds(Duration duration) {
    return duration.toSeconds() < 3600 ? duration.toMinutes() + " m" : span(duration);
  }

  private static String two(long big, String bigUnit, long small, String smallUnit) {
    return big + " " + bigUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
  }

  /** "0.3 ms", "42 ms", "1.4 s". */
  public static String brief(Duration time) {
    double millis = time.toNanos() / 1e6;
    if (millis >= 1000) {
      return span(time);
    }
    return millis < 10 && millis > 0
        ? String.format(Locale.ROOT, "%.1f ms", millis)
        : Math.round(millis) + " ms";
  }
}
