// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.chat;

import dev.wheelhouse.engine.chat.Message;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** One message in the conversation on show; stays the same object while its answer streams in. */
public final class MessageItem {
  private final ReadOnlyObjectWrapper<Message> message;

  MessageItem(Message message) {
    this.message = new ReadOnlyObjectWrapper<>(message);
  }

  public long id() {
    return message.get().id();
  }

  public Message message() {
    return message.get();
  }

  public ReadOnlyObjectProperty<Message> messageProperty() {
    return message.getReadOnlyProperty();
  }

  public boolean streaming() {
    return message.get().status() == Message.Status.STREAMING;
  }

  void set(Message changed) {
    message.set(changed);
  }
}
