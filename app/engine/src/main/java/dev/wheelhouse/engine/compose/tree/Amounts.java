// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.tree;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts as Compose writes them: bytes, times and shares of processors. */
public final class Amounts {
  private static final Pattern BYTES =
      Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([kmgtp]?)i?b?", Pattern.CASE_INSENSITIVE);
  private static final Pattern DURATION_PART =
      Pattern.compile("(\\d+(?:\\.\\d+)?)(ns|us|µs|ms|s|m|h|d|w)");
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L,
          "d", 86_400_000_000_000L,
          "w", 604_800_000_000_000L);
  private static final String UNITS = "kmgtp";

  private Amounts() {}

  /** {@code 512m}, {@code 1.5gb}, {@code 4096}; always powers of 1024. */
  public static long bytes(String text, Place place) {
    Matcher matcher = BYTES.matcher(text.strip());
    if (!matcher.matches()) {
      throw place.invalid(
          "\"" + text + "\" is no amount of bytes",
          "Write a number and a unit, such as 512m or 2g.");
    }
    int power = matcher.group(2).isEmpty() ? 0 : UNITS.indexOf(lower(matcher.group(2))) + 1;
    BigDecimal amount =
        new BigDecimal(matcher.group(1)).multiply(new BigDecimal(1L << (10 * power)));
    return whole(amount, text, place);
  }

  /** As Compose writes times: {@code 1m30s}, {@code 1.5s}, {@code 500ms}, {@code 0s}. */
  public static String text(Duration time) {
    if (time.isZero()) {
      return "0s";
    }
    if (time.compareTo(Duration.ofSeconds(1)) < 0) {
      long nanos = time.toNanos();
      return nanos < 1_000
          ? nanos + "ns"
          : nanos < 1_000_000 ? plain(nanos, 3) + "µs" : plain(nanos, 6) + "ms";
    }
    String seconds = plain(time.toNanos() % 60_000_000_000L, 9) + "s";
    if (time.toMinutes() == 0) {
      return seconds;
    }
    String minutes = time.toMinutesPart() + "m" + seconds;
    return time.toHours() == 0 ? minutes : time.toHours() + "h" + minutes;
  }

  private static String plain(long number, int scale) {
    return BigDecimal.valueOf(number, scale).stripTrailingZeros().toPlainString();
  }

  /** {@code 1m30s}, {@code 500ms}. */
  public static Duration duration(String text, Place place) {
    String rest = text.strip();
    if (rest.equals("0")) {
      return Duration.ZERO;
    }
    Matcher part = DURATION_PART.matcher(rest);
    BigDecimal nanos = BigDecimal.ZERO;
    int end = 0;
    while (part.find() && part.start() == end) {
      Long unit = NANOS.getOrDefault(part.group(2), 0L);
      nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit)));
      end = part.end();
    }
    if (end == 0 || end != rest.length()) {
      throw place.invalid(
          "\"" + text + "\" is no time", "Write a number and a unit, such as 30s or 1m30s.");
    }
    return Duration.ofNanos(whole(nanos, text, place));
  }

  /** {@code 0.5} processors in billionths. */
  public static long nanoCpus(String text, Place place) {
    try {
      BigDecimal cpus = new BigDecimal(text.strip());
      if (cpus.signum() < 0) {
        throw place.invalid("a share of processors cannot be negative");
      }
      return whole(cpus.movePointRight(9), text, place);
    } catch (NumberFormatException e) {
      throw place.invalid("\"" + text + "\" is no number of processors, such as 0.5");
    }
  }

  private static long whole(BigDecimal amount, String text, Place place) {
    try {
      return amount.setScale(0, RoundingMode.DOWN).longValueExact();
    } catch (ArithmeticException e) {
      throw place.invalid("\"" + text + "\" is too much", "Write a smaller number.");
    }
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
