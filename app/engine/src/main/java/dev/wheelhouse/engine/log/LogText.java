// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.log;

/**
 * Makes a line of a stranger's program safe to show and to copy: escape sequences of terminals are
 * taken out (ECMA-48: CSI, OSC, DCS and the other strings, two-character ones), control characters
 * become U+FFFD, marks that turn the direction of text become visible, and a long line is cut.
 */
final class LogText {
  /** Longest line in bytes of UTF-8, the mark of a cut included. */
  static final int LONGEST = 16 * 1024;

  private static final String CUT = "…";
  private static final int CUT_BYTES = 3;
  private static final char ESCAPE = 0x1b;
  private static final char BELL = 0x07;
  private static final char STRING_END = 0x9c;
  private static final String TAB = "    ";

  private final String raw;
  private final StringBuilder clean;
  private int bytes;
  private int at;

  private LogText(String raw) {
    this.raw = raw;
    this.clean = new StringBuilder(Math.min(raw.length(), LONGEST));
  }

  static String clean(String raw) {
    return ordinary(raw) ? raw : new LogText(withoutReturn(raw)).run();
  }

  /** Programs of Windows, and terminals, end lines with it. */
  private static String withoutReturn(String raw) {
    int end = raw.length();
    while (end > 0 && raw.charAt(end - 1) == '\r') {
      end--;
    }
    return raw.substring(0, end);
  }

  /** Most lines are; they need no copy. */
  private static boolean ordinary(String raw) {
    if (raw.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c < ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }

  private String run() {
    while (at < raw.length()) {
      int codePoint = raw.codePointAt(at);
      if (codePoint == ESCAPE) {
        escape();
      } else if (codePoint == 0x9b) {
        at = afterControlSequence(at + 1);
      } else if (startsString(codePoint)) {
        string(at + 1);
      } else {
        at += Character.charCount(codePoint);
        if (!append(visible(codePoint))) {
          return clean.append(CUT).toString();
        }
      }
    }
    return clean.toString();
  }

  /** ESC and what belongs to it. */
  private void escape() {
    char next = at + 1 < raw.length() ? raw.charAt(at + 1) : 0;
    if (next == '[') {
      at = afterControlSequence(at + 2);
    } else if (next == ']' || next == 'P' || next == 'X' || next == '^' || next == '_') {
      string(at + 2);
    } else {
      at = afterShortSequence(at + 1);
    }
  }

  /** Parameters, intermediates and one final character; anything else breaks it off. */
  private int afterControlSequence(int start) {
    int end = start;
    while (end < raw.length() && in(raw.charAt(end), 0x30, 0x3f)) {
      end++;
    }
    while (end < raw.length() && in(raw.charAt(end), 0x20, 0x2f)) {
      end++;
    }
    return end < raw.length() && in(raw.charAt(end), 0x40, 0x7e) ? end + 1 : end;
  }

  private int afterShortSequence(int start) {
    int end = start;
    while (end < raw.length() && in(raw.charAt(end), 0x20, 0x2f)) {
      end++;
    }
    return end < raw.length() && in(raw.charAt(end), 0x30, 0x7e) ? end + 1 : end;
  }

  /**
   * A string sequence up to its end. One without an end must not hide the rest of the line, so only
   * its beginning is replaced.
   */
  private void string(int start) {
    for (int end = start; end < raw.length(); end++) {
      char c = raw.charAt(end);
      if (c == BELL || c == STRING_END) {
        at = end + 1;
        return;
      }
      if (c == ESCAPE) {
        boolean ended = end + 1 < raw.length() && raw.charAt(end + 1) == '\\';
        at = ended ? end + 2 : end;
        return;
      }
    }
    at = start;
    append("\uFFFD");
  }

  private static boolean startsString(int codePoint) {
    return codePoint == 0x90
        || codePoint == 0x98
        || codePoint == 0x9d
        || codePoint == 0x9e
        || codePoint == 0x9f;
  }

  private static String visible(int codePoint) {
    if (codePoint == '\t') {
      return TAB;
    }
    if (codePoint < ' ' || in(codePoint, 0x7f, 0x9f) || in(codePoint, 0xd800, 0xdfff)) {
      return "\uFFFD";
    }
    if (turnsDirection(codePoint) || codePoint == 0x2028 || codePoint == 0x2029) {
      return "<U+%04X>".formatted(codePoint);
    }
    return Character.toString(codePoint);
  }

  /** Unicode's bidirectional controls, which can make a line read differently than it is. */
  private static boolean turnsDirection(int codePoint) {
    return in(codePoint, 0x202a, 0x202e)
        || in(codePoint, 0x2066, 0x2069)
        || codePoint == 0x200e
        || codePoint == 0x200f
        || codePoint == 0x061c;
  }

  private boolean append(String piece) {
    int size = 0;
    for (int i = 0; i < piece.length(); i++) {
      char c = piece.charAt(i);
      size += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    if (bytes + size > LONGEST - CUT_BYTES) {
      return false;
    }
    bytes += size;
    clean.append(piece);
    return true;
  }

  private static boolean in(int value, int first, int last) {
    return value >= first && value <= last;
  }
}
