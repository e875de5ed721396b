// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.chat;

import dev.wheelhouse.desktop.command.Command;
import dev.wheelhouse.desktop.command.Commands;
import dev.wheelhouse.desktop.frame.Navigator;
import dev.wheelhouse.desktop.frame.ScreenName;
import dev.wheelhouse.engine.chat.Chats;

/** What the palette offers of conversations. */
public final class ChatCommands {
  private final Chats chats;
  private final Navigator navigator;

  public ChatCommands(Chats chats, Navigator navigator) {
    this.chats = chats;
    this.navigator = navigator;
  }

  public void addTo(Commands commands) {
    commands.add(new Command("New chat", "Chat", () -> navigator.go(ScreenName.CHAT, "new")));
    commands.addSource(() ->
        chats.list("").stream()
            .filter(conversation -> !conversation.title().isBlank())
            .map(conversation ->
                new Command(
                    conversation.title(),
                    "Conversation",
                    () -> navigator.go(ScreenName.CHAT, Long.toString(conversation.id()))))
            .toList());
  }
}
