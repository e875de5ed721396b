// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.command;

import java.util.Locale;

/**
 * Something that the user can do, as the palette lists it.
 *
 * @param title a verb and its object, in sentence case: "Back up now"
 * @param group where it belongs: "Stack", "Go to", "Service", "Conversation", "Setting" …
 * @param keys the shortcut as shown to people, such as "Ctrl+1"; empty for none
 */
public record Command(String title, String group, String keys, Runnable action) {
  public Command {
    if (title.isBlank()) {
      throw new IllegalArgumentException("a command needs a title");
    }
  }

  public Command(String title, String group, Runnable action) {
    this(title, group, "", action);
  }

  /** What the palette's search looks at, in lower case. */
  public String searchText() {
    return (title + " " + group).toLowerCase(Locale.ROOT);
  }
}
