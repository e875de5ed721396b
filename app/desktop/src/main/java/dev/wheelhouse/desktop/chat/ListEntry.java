// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.chat;

import dev.wheelhouse.engine.chat.Conversation;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** A line in the list of conversations. */
sealed interface ListEntry {

  /** Says when the conversations below were last used. */
  record Heading(String text) implements ListEntry {}

  /** A conversation. */
  record Item(Conversation conversation) implements ListEntry {}

  /** Conversations under headings; they come newest first. */
  static List<ListEntry> of(List<Conversation> conversations, LocalDate today, ZoneId zone) {
    List<ListEntry> entries = new ArrayList<>();
    String group = "";
    for (Conversation conversation : conversations) {
      String own = group(conversation.changedAt().atZone(zone).toLocalDate(), today);
      if (!own.equals(group)) {
        group = own;
        entries.add(new Heading(own));
      }
      entries.add(new Item(conversation));
    }
    return entries;
  }

  private static String group(LocalDate day, LocalDate today) {
    long days = today.toEpochDay() - day.toEpochDay();
    if (days <= 0) {
      return "Today";
    }
    if (days == 1) {
      return "Yesterday";
    }
    return days <= 7 ? "Last 7 days" : days <= 30 ? "Last 30 days" : "Older";
  }
}
