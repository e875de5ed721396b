// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.chat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What the user typed into the search field, in the forms that SQLite searches by. */
record SearchWords(String typed, List<String> words) {

  static SearchWords of(String typed) {
    // SQLite ends a string at NUL
    String text = typed.strip().replace('\0', ' ');
    List<String> words =
        Arrays.stream(text.split("[^\\p{L}\\p{N}]+", -1)).filter(word -> !word.isEmpty()).toList();
    return new SearchWords(text, words);
  }

  /**
   * Whether the word index can answer: it splits words at spaces and signs, which says nothing in
   * scripts that are written without spaces, and it knows no signs.
   */
  boolean indexable() {
    return !words.isEmpty()
        && words.stream().allMatch(word -> word.codePoints().noneMatch(SearchWords::spaceless));
  }

  /** Every word must begin some word of the message; quoted, so that nothing is an operator. */
  String matchExpression() {
    return words.stream().map(word -> '"' + word + "\"*").collect(Collectors.joining(" "));
  }

  /** Matches the typed text anywhere, for {@code LIKE … ESCAPE '!'}. */
  String likePattern() {
    return "%" + typed.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
  }

  private static boolean spaceless(int codePoint) {
    return switch (Character.UnicodeScript.of(codePoint)) {
      case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
      default -> false;
    };
  }
}
