// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.tree;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Plain YAML values, typed the way Compose types them: true and false in three spellings, whole
 * numbers also in hexadecimal, octal and binary, other numbers, and texts.
 */
public final class Scalars {
  private static final Pattern WHOLE =
      Pattern.compile("[-+]?(0[bB][01]+|0[oO][0-7]+|0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)");
  private static final Pattern BROKEN =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

  private static final Map<String, Boolean> FLAGS =
      Map.of(
          "true", true, "True", true, "TRUE", true, "false", false, "False", false, "FALSE", false);

  private Scalars() {}

  /** A {@code Boolean}, {@code Long}, {@code BigInteger}, {@code Double} or {@code String}. */
  public static Object value(String raw) {
    if (FLAGS.containsKey(raw)) {
      return FLAGS.getOrDefault(raw, false);
    }
    if (raw.length() > 60 || raw.isEmpty()) {
      return raw;
    }
    String digits = raw.indexOf('_') > 0 ? raw.replace("_", "") : raw;
    if (WHOLE.matcher(digits).matches()) {
      return whole(digits);
    }
    if (BROKEN.matcher(digits).matches()) {
      return Double.valueOf(digits);
    }
    return raw;
  }

  private static Number whole(String digits) {
    boolean negative = digits.startsWith("-");
    String rest = negative || digits.startsWith("+") ? digits.substring(1) : digits;
    int base = 10;
    if (rest.length() > 1 && rest.charAt(0) == '0') {
      base =
          switch (rest.charAt(1)) {
            case 'x', 'X' -> 16;
            case 'b', 'B' -> 2;
            default -> 8;
          };
      rest = Character.isDigit(rest.charAt(1)) ? rest.substring(1) : rest.substring(2);
    }
    BigInteger number = new BigInteger(rest, base);
    BigInteger signed = negative ? number.negate() : number;
    if (signed.bitLength() < 64) {
      return signed.longValue();
    }
    return signed;
  }

  /** The value as a text: {@code 1.50} becomes {@code 1.5} and {@code 0x10} becomes {@code 16}. */
  public static String text(Object value) {
    return value instanceof Double number ? text(number.doubleValue()) : value.toString();
  }

  /** The shortest text that reads back as the number, as Go writes it. */
  private static String text(double number) {
    if (number == 0) {
      return "0";
    }
    BigDecimal exact = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    int exponent = exact.precision() - exact.scale() - 1;
    if (exponent >= -4 && exponent < 21) {
      return exact.toPlainString();
    }
    String digits = exact.unscaledValue().abs().toString();
    String mantissa = digits.charAt(0) + (digits.length() > 1 ? "." + digits.substring(1) : "");
    return String.format(
        Locale.ROOT, "%s%se%+03d", exact.signum() < 0 ? "-" : "", mantissa, exponent);
  }
}
