// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.part;

/** Reads numbers that a user wrote. */
public final class Written {
  private Written() {}

  /**
   * A whole number; 0 where nothing was written.
   *
   * @throws NumberFormatException when it is none; its message says which
   */
  public static long whole(String what, String text) {
    String digits = text.strip();
    if (!digits.matches("\\d{0,12}")) {
      throw new NumberFormatException(what + " is no whole number: " + digits);
    }
    return digits.isEmpty() ? 0 : Long.parseLong(digits);
  }

  /**
   * An amount of money, with or without a dollar sign.
   *
   * @throws NumberFormatException when it is none, or nothing was written; its message says which
   */
  public static double amount(String what, String text) {
    String digits = text.strip().replaceFirst("^\\$", "");
    if (!digits.matches("\\d{1,9}(\\.\\d{1,6})?")) {
      throw new NumberFormatException(what + " is no amount such as 3 or 0.25: " + digits);
    }
    return Double.parseDouble(digits);
  }

  /** The same; 0 where nothing was written. */
  public static double amountOrNone(String what, String text) {
    return text.isBlank() ? 0 : amount(what, text);
  }

  /** "3", "2.5": as short as it can be written, to be read again. */
  public static String of(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e9
        ? String.valueOf((long) number)
        : String.valueOf(number);
  }
}
