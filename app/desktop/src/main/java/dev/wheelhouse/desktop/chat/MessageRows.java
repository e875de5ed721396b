// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.chat;

import dev.wheelhouse.desktop.control.AnchoredFlow;
import dev.wheelhouse.desktop.control.FlowHeights;
import dev.wheelhouse.desktop.frame.Frame;
import dev.wheelhouse.engine.chat.Message;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

/** Gives the flow its rows, and keeps the nodes of some that are out of sight. */
final class MessageRows implements AnchoredFlow.Rows<MessageRow> {
  private static final int KEPT = 40;

  private final ChatViewModel chat;
  private final Frame frame;
  private final AnchoredFlow<MessageRow> flow;
  private final Map<MessageItem, MessageRow> kept = new LinkedHashMap<>();

  MessageRows(ChatViewModel chat, Frame frame) {
    this.chat = chat;
    this.frame = frame;
    flow = new AnchoredFlow<>(this, FlowHeights.each(this::estimate));
    flow.getStyleClass().add("messages");
    items().addListener((ListChangeListener<MessageItem>) this::changed);
  }

  AnchoredFlow<MessageRow> flow() {
    return flow;
  }

  @Override
  public long first() {
    return 0;
  }

  @Override
  public long end() {
    return items().size();
  }

  @Override
  public MessageRow obtain(long key) {
    MessageItem item = items().get((int) key);
    MessageRow row = kept.remove(item);
    if (row == null) {
      row =
          item.message().role() == Message.Role.USER
              ? new QuestionRow(item, chat, frame.outside())
              : new AnswerRow(item, chat, frame);
    }
    row.setLast(isLast(item));
    return row;
  }

  @Override
  public void release(long key, MessageRow row) {
    kept.put(row.item(), row);
    if (kept.size() > KEPT) {
      MessageItem eldest = kept.keySet().iterator().next();
      Optional.ofNullable(kept.remove(eldest)).ifPresent(MessageRow::dispose);
    }
  }

  private ObservableList<MessageItem> items() {
    return chat.messages();
  }

  private boolean isLast(MessageItem item) {
    for (MessageItem one : items().reversed()) {
      if (one.message().role() == item.message().role()) {
        return one.equals(item);
      }
    }
    return false;
  }

  /** About 90 characters fit in a line of 24 px. */
  private double estimate(long key) {
    int length = key < items().size() ? items().get((int) key).message().text().length() : 0;
    return 72 + 24 * Math.ceil(length / 90.0);
  }

  private void changed(ListChangeListener.Change<? extends MessageItem> change) {
    boolean onlyAdded = true;
    while (change.next()) {
      onlyAdded &= !change.wasRemoved() && change.getTo() == items().size();
    }
    if (onlyAdded) {
      flow.changed();
    } else {
      flow.renew();
    }
    flow.nodes().values().forEach(row -> row.setLast(isLast(row.item())));
  }
}
