// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** What the user looks for in a line: words, or a regular expression. Case never matters. */
final class TextMatch {
  /** Matches every line. */
  static final TextMatch ANY = new TextMatch("", null);

  private static final int MOST = 100;

  private final String lowerCase;
  private final @Nullable Pattern pattern;

  private TextMatch(String lowerCase, @Nullable Pattern pattern) {
    this.lowerCase = lowerCase;
    this.pattern = pattern;
  }

  /**
   * Reads what was typed.
   *
   * @throws PatternSyntaxException when it is no regular expression
   */
  static TextMatch of(String typed, boolean regex) {
    if (typed.isEmpty()) {
      return ANY;
    }
    return regex
        ? new TextMatch("", Pattern.compile(typed, Pattern.CASE_INSENSITIVE))
        : new TextMatch(typed.toLowerCase(Locale.ROOT), null);
  }

  /** The same as a regular expression in which case does not matter. */
  String asRegex() {
    return "(?i)" + (pattern != null ? pattern.pattern() : Pattern.quote(lowerCase));
  }

  boolean any() {
    return pattern == null && lowerCase.isEmpty();
  }

  boolean in(String text) {
    if (pattern != null) {
      return pattern.matcher(text).find();
    }
    return lowerCase.isEmpty() || indexOf(text, 0) >= 0;
  }

  /** Where it is in the text: beginning and end of each place. */
  List<int[]> places(String text) {
    List<int[]> places = new ArrayList<>();
    if (pattern != null) {
      Matcher matcher = pattern.matcher(text);
      while (places.size() < MOST && matcher.find()) {
        if (matcher.end() > matcher.start()) {
          places.add(new int[] {matcher.start(), matcher.end()});
        }
      }
    } else if (!lowerCase.isEmpty()) {
      int at = indexOf(text, 0);
      while (at >= 0 && places.size() < MOST) {
        places.add(new int[] {at, at + lowerCase.length()});
        at = indexOf(text, at + lowerCase.length());
      }
    }
    return places;
  }

  /** Without a copy in lower case of every line. */
  private int indexOf(String text, int from) {
    int last = text.length() - lowerCase.length();
    for (int i = from; i <= last; i++) {
      if (text.regionMatches(true, i, lowerCase, 0, lowerCase.length())) {
        return i;
      }
    }
    return -1;
  }
}
