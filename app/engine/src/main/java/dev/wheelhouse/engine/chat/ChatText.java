// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.chat;

import java.util.regex.Pattern;

/** Small rules about texts. */
final class ChatText {
  private static final int TITLE_LENGTH = 60;
  private static final int SHORTEST_CUT = 30;
  private static final Pattern SPACES = Pattern.compile("[\\s\\p{Cc}\\p{Cf}]+");
  private static final Pattern MARKS = Pattern.compile("^[#>*`\\-\\s]+");

  private ChatText() {}

  /** A title from the first question: one line, cut at a word. */
  static String title(String question) {
    String line =
        question
            .lines()
            .map(text -> MARKS.matcher(SPACES.matcher(text).replaceAll(" ")).replaceFirst(""))
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .findFirst()
            .orElse("New chat");
    if (line.codePointCount(0, line.length()) <= TITLE_LENGTH) {
      return line;
    }
    String cut = line.substring(0, line.offsetByCodePoints(0, TITLE_LENGTH));
    int space = cut.lastIndexOf(' ');
    return (space >= SHORTEST_CUT ? cut.substring(0, space) : cut) + "…";
  }
}
