// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.chat;

/** Follows the arguments of a tool call as they come in pieces, and knows when they are whole. */
public final class ToolArguments {
  private int depth;
  private boolean begun;
  private boolean inText;
  private boolean escaped;

  /** Takes the next piece. */
  public void add(String piece) {
    for (int i = 0; i < piece.length(); i++) {
      char c = piece.charAt(i);
      if (escaped) {
        escaped = false;
      } else if (inText) {
        escaped = c == '\\';
        inText = c != '"';
      } else {
        outsideText(c);
      }
    }
  }

  private void outsideText(char c) {
    switch (c) {
      case '"' -> inText = true;
      case '{', '[' -> {
        depth++;
        begun = true;
      }
      case '}', ']' -> depth--;
      default -> {}
    }
  }

  /** Whether nothing more can come: every bracket is closed. */
  public boolean whole() {
    return begun && depth == 0;
  }

  /** Whether they may end here: whole, or none at all. */
  public boolean mayEnd() {
    return !begun || depth == 0;
  }
}
