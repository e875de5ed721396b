// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.format;

import java.util.Locale;

/** Numbers with their units, short and always readable. */
public final class Amounts {
  private Amounts() {}

  /** "62 %" of a share from 0 to 1. */
  public static String percent(double share) {
    return Math.round(share * 100) + " %";
  }

  /** CPU of one service, where 1.0 is one whole core: "0.4 %", "12 %", "180 %". */
  public static String cpu(double share) {
    return number(share * 100, true) + " %";
  }

  /** "355 020": digits in groups, with thin spaces between them. */
  public static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number).replace(',', '\u2009');
  }

  /** "$0.42"; of very little, as many digits as it takes. */
  public static String money(double amount) {
    return String.format(Locale.ROOT, amount > 0 && amount < 0.01 ? "$%.4f" : "$%.2f", amount);
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
