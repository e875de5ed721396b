// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.chat;

import dev.wheelhouse.engine.chat.ChatEvent;
import dev.wheelhouse.engine.chat.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * The messages of the conversation on show, kept up to date by events. What streams is gathered for
 * every conversation, because the database is always a little behind. UI thread only.
 */
final class Transcript {
  private final ObservableList<MessageItem> items = FXCollections.observableArrayList();
  private final Map<Long, Message> live = new HashMap<>();
  private long conversation;

  ObservableList<MessageItem> items() {
    return items;
  }

  /** Shows another conversation, empty until {@link #load}; 0 for none. */
  void open(long id) {
    conversation = id;
    items.clear();
  }

  /** Takes over what the database holds; objects of messages that stay are kept. */
  void load(long id, List<Message> stored) {
    if (id != conversation) {
      return;
    }
    Map<Long, MessageItem> known = new HashMap<>();
    items.forEach(item -> known.put(item.id(), item));
    List<MessageItem> wanted = new ArrayList<>();
    for (Message message : stored) {
      Message newest = newest(message, known.get(message.id()));
      MessageItem item = known.get(message.id());
      if (item == null) {
        item = new MessageItem(newest);
      } else if (!item.message().equals(newest)) {
        item.set(newest);
      }
      wanted.add(item);
    }
    if (!wanted.equals(items)) {
      items.setAll(wanted);
    }
  }

  /** Applies a batch; text of one message is joined before it is shown once. */
  void apply(List<ChatEvent> batch) {
    Map<Long, More> more = new LinkedHashMap<>();
    for (ChatEvent event : batch) {
      switch (event) {
        case ChatEvent.Delta delta ->
            more.computeIfAbsent(delta.messageId(), _ -> new More()).add(delta);
        case ChatEvent.Changed changed -> {
          more.remove(changed.message().id());
          changed(changed.message());
        }
        case ChatEvent.ListChanged _ -> {}
      }
    }
    more.forEach(this::grow);
  }

  /** Takes an answer out of sight before it is written anew. */
  void dropAfter(long messageId) {
    items.removeIf(item -> item.id() > messageId);
  }

  Optional<MessageItem> last(Message.Role role) {
    return items.reversed().stream().filter(item -> item.message().role() == role).findFirst();
  }

  private Message newest(Message stored, @Nullable MessageItem shown) {
    if (stored.status() != Message.Status.STREAMING) {
      return stored;
    }
    // read before the answer ended, and delivered after
    if (shown != null && !shown.streaming()) {
      return shown.message();
    }
    return live.getOrDefault(stored.id(), stored);
  }

  private void changed(Message message) {
    if (message.status() == Message.Status.STREAMING) {
      live.put(message.id(), message);
    } else {
      live.remove(message.id());
    }
    if (message.conversationId() == conversation) {
      show(message);
    }
  }

  private void grow(long id, More more) {
    Message before = live.get(id);
    if (before == null) {
      return;
    }
    Message after =
        new Message(
            id,
            before.conversationId(),
            before.role(),
            before.text() + more.text,
            before.thinking() + more.thinking,
            before.model(),
            before.status(),
            before.createdAt(),
            before.figures(),
            before.error());
    live.put(id, after);
    if (after.conversationId() == conversation) {
      show(after);
    }
  }

  private void show(Message message) {
    int index = 0;
    while (index < items.size() && items.get(index).id() < message.id()) {
      index++;
    }
    if (index < items.size() && items.get(index).id() == message.id()) {
      items.get(index).set(message);
    } else {
      items.add(index, new MessageItem(message));
    }
  }

  /** What one batch adds to a message. */
  private static final class More {
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder thinking = new StringBuilder();

    void add(ChatEvent.Delta delta) {
      text.append(delta.text());
      thinking.append(delta.thinking());
    }
  }
}
