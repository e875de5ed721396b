// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.text.markdown;

/** Makes characters visible that would change how other text is shown. */
public final class VisibleText {
  private VisibleText() {}

  /** Replaces controls and bidirectional overrides by their names, such as {@code ⟨U+202E⟩}. */
  public static String of(String text) {
    int first = firstHidden(text);
    if (first < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, first);
    for (int i = first; i < text.length(); i++) {
      char c = text.charAt(i);
      if (hidden(c)) {
        out.append(String.format("⟨U+%04X⟩", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static int firstHidden(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (hidden(text.charAt(i))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean hidden(char c) {
    return (c < ' ' && c != '\n' && c != '\t')
        || (c >= 0x7f && c <= 0x9f)
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069)
        || c == 0x2028
        || c == 0x2029;
  }
}
