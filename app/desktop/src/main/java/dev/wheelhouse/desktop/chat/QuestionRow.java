// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.chat;

import dev.wheelhouse.desktop.control.Bubble;
import dev.wheelhouse.desktop.control.IconButton;
import dev.wheelhouse.desktop.frame.Outside;
import dev.wheelhouse.desktop.text.MarkdownView;
import dev.wheelhouse.engine.chat.Message;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.HBox;
import javafx.util.Subscription;
import org.kordamp.ikonli.feather.Feather;

/** What the user asked, at the right, as it was typed. */
final class QuestionRow extends MessageRow {
  private final MessageItem item;
  private final MarkdownView text;
  private final IconButton edit;
  private final Subscription subscription;

  QuestionRow(MessageItem item, ChatViewModel chat, Outside outside) {
    super("question");
    this.item = item;
    text = new MarkdownView(outside);
    Bubble bubble = new Bubble(text);
    edit = new IconButton(Feather.EDIT_2, "Edit and ask again", chat::editLast);
    IconButton copy =
        new IconButton(
            Feather.COPY, "Copy the question", () -> outside.copy(item.message().text()));
    HBox actions = new HBox(copy, edit);
    actions.getStyleClass().add("message-actions");
    actions.setAlignment(Pos.CENTER_RIGHT);
    getChildren().addAll(bubble, actions);
    setAccessibleRole(AccessibleRole.LIST_ITEM);
    subscription = item.messageProperty().subscribe(this::show);
  }

  @Override
  MessageItem item() {
    return item;
  }

  @Override
  void lastChanged(boolean last) {
    edit.setVisible(last);
    edit.setManaged(last);
  }

  @Override
  void dispose() {
    subscription.unsubscribe();
  }

  private void show(Message message) {
    text.setPlain(message.text());
    setAccessibleText("You: " + message.text());
  }
}
