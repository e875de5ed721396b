// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.format;

import java.util.Locale;

/** Numbers with their units, short and always readable. */
public final class Amounts {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

  private Amounts() {}

  /** "0 B", "512 B", "84 MB", "3.1 GB": powers of 1000, one decimal below ten of a unit. */
  public static String bytes(long bytes) {
    return scaled((double) bytes);
  }

  private static String scaled(double bytes) {
    double value = Math.max(0, bytes);
    int unit = 0;
    while (value >= 999.5 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    return number(value, unit > 0) + " " + UNITS[unit];
  }

  /** "18 MB/s". */
  public static String rate(double bytesPerSecond) {
    return scaled(bytesPerSecond) + "/s";
  }

  /** "62 %" of a share from 0 to 1. */
  public static String percent(double share) {
    return Math.round(share * 100) + " %";
  }

  /** CPU of one service, where 1.0 is one whole core: "0.4 %", "12 %", "180 %". */
  public static String cpu(double share) {
    return number(share * 100, true) + " %";
  }

  /** "1 service", "8 services". */
  public static String count(long number, String singular, String plural) {
    return number + " " + (number == 1 ? singular : plural);
  }

  private static String number(double value, boolean decimals) {
    if (decimals && value < 9.95) {
      String text = String.format(Locale.ROOT, "%.1f", value);
      return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
    return String.valueOf(Math.round(value));
  }
}
