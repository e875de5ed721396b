// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.command;

import java.util.Locale;

/**
 * Matches what was typed against a title: every typed letter must appear in order. Whole words and
 * word starts count more than letters in the middle.
 */
public final class Fuzzy {
  /** What {@link #score} gives when it does not match. */
  public static final int NONE = -1;

  private static final int WORD_START = 12;
  private static final int RUN = 8;
  private static final int LETTER = 2;

  private Fuzzy() {}

  /**
   * How well the text matches; higher is better, {@link #NONE} when it does not. Words of the query
   * may come in any order: "redis restart" finds "Restart redis".
   */
  public static int score(String query, String text) {
    String haystack = text.toLowerCase(Locale.ROOT);
    int total = 0;
    for (String word : query.toLowerCase(Locale.ROOT).strip().split("\\s+", -1)) {
      if (!word.isEmpty()) {
        int score = wordScore(word, haystack);
        if (score == NONE) {
          return NONE;
        }
        total += score;
      }
    }
    // Of two equal matches the shorter title is meant.
    return Math.max(0, total * 4 - Math.min(haystack.length(), 60) / 4);
  }

  private static int wordScore(String word, String haystack) {
    int best = NONE;
    for (int from = haystack.indexOf(word.charAt(0));
        from >= 0;
        from = haystack.indexOf(word.charAt(0), from + 1)) {
      best = Math.max(best, scoreFrom(word, haystack, from));
    }
    return best;
  }

  private static int scoreFrom(String word, String haystack, int from) {
    int score = 0;
    int last = from - 1;
    for (int i = 0; i < word.length(); i++) {
      int at = haystack.indexOf(word.charAt(i), last + 1);
      if (at < 0) {
        return NONE;
      }
      score += letterScore(haystack, at, at == last + 1 && i > 0);
      last = at;
    }
    return score;
  }

  private static int letterScore(String haystack, int at, boolean inRun) {
    if (inRun) {
      return RUN;
    }
    boolean start = at == 0 || !Character.isLetterOrDigit(haystack.charAt(at - 1));
    return start ? WORD_START : LETTER;
  }
}
