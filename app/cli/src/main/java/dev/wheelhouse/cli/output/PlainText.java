// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli.output;

/**
 * Texts of strangers, such as names in a Compose file, on a terminal: what would move its cursor,
 * clear it or turn the direction of reading is not passed on.
 */
public final class PlainText {
  private PlainText() {}

  /** With a replacement for each control character but tabs and line ends. */
  public static String of(String text) {
    StringBuilder result = new StringBuilder(text.length());
    text.replace("\r\n", "\n")
        .chars()
        .forEach(c -> result.append(c != '\n' && isControl(c) ? '\uFFFD' : (char) c));
    return result.toString();
  }

  /** The same, where line ends count as control characters too. */
  public static String oneLine(String text) {
    return of(text.replaceAll("[\\r\\n]", "\uFFFD"));
  }

  /** A JSON document with those characters as escapes that JSON itself does not ask for. */
  static String json(String document) {
    StringBuilder result = new StringBuilder(document.length());
    document
        .chars()
        .forEach(c -> {
          if (c != '\n' && isControl(c)) {
            result.append("\\u%04x".formatted(c));
          } else {
            result.append((char) c);
          }
        });
    return result.toString();
  }

  private static boolean isControl(int c) {
    return (c < ' ' && c != '\t')
        || (c >= 0x7f && c <= 0x9f)
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069);
  }
}
