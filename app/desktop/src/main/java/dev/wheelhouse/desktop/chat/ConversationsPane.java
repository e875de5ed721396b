// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.chat;

import dev.wheelhouse.desktop.control.IconButton;
import dev.wheelhouse.desktop.frame.Notices;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.engine.chat.Conversation;
import java.time.Clock;
import java.time.LocalDate;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.MultipleSelectionModel;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** The list of conversations at the left. */
final class ConversationsPane extends VBox {
  private final ChatViewModel chat;
  private final Notices notices;
  private final Clock clock;
  private final ObservableList<ListEntry> entries = FXCollections.observableArrayList();
  private final ListView<ListEntry> list = new ListView<>(entries);
  private final Label placeholder = new Label();
  private boolean showing;

  /**
   * @param newChat what the button for a new chat does
   */
  ConversationsPane(ChatViewModel chat, Notices notices, Clock clock, Runnable newChat) {
    this.chat = chat;
    this.notices = notices;
    this.clock = clock;
    getStyleClass().add("conversations");
    TextField search = new TextField();
    search.setId("conversationSearch");
    search.setPromptText("Search conversations");
    search.setAccessibleText("Search conversations");
    search.textProperty().bindBidirectional(chat.list().searchProperty());
    HBox.setHgrow(search, Priority.ALWAYS);
    IconButton add = new IconButton(Feather.EDIT, "New chat", newChat);
    add.setId("newChat");
    HBox head = new HBox(8, search, add);
    head.setAlignment(Pos.CENTER_LEFT);
    list.setId("conversationList");
    list.setAccessibleText("Conversations");
    list.setEditable(true);
    list.setCellFactory(_ -> new ConversationCell(new CellActions()));
    placeholder.getStyleClass().add(Style.QUIET);
    placeholder.setWrapText(true);
    list.setPlaceholder(placeholder);
    VBox.setVgrow(list, Priority.ALWAYS);
    getChildren().addAll(head, list);
    list.getSelectionModel().selectedItemProperty().subscribe(this::selected);
    list.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    chat.list().conversations().subscribe(this::show);
    chat.list().loadedProperty().subscribe(this::show);
    chat.currentProperty().subscribe(this::select);
    chat.answeringProperty().subscribe(list::refresh);
  }

  private void show() {
    showing = true;
    LocalDate today = LocalDate.now(clock);
    entries.setAll(ListEntry.of(chat.list().conversations(), today, clock.getZone()));
    showing = false;
    boolean searching = !chat.list().searchProperty().get().isBlank();
    placeholder.setText(
        !chat.list().loadedProperty().get()
            ? ""
            : searching ? "Nothing found" : "Your conversations appear here");
    select();
  }

  private void select() {
    showing = true;
    MultipleSelectionModel<ListEntry> selection = list.getSelectionModel();
    int index = indexOf(chat.currentProperty().get());
    if (index < 0) {
      selection.clearSelection();
    } else if (selection.getSelectedIndex() != index) {
      selection.clearAndSelect(index);
    }
    showing = false;
  }

  private int indexOf(long conversation) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i) instanceof ListEntry.Item item
          && item.conversation().id() == conversation) {
        return i;
      }
    }
    return -1;
  }

  private void selected() {
    if (!showing && list.getSelectionModel().getSelectedItem() instanceof ListEntry.Item item) {
      chat.open(item.conversation().id());
    }
  }

  private void key(KeyEvent event) {
    if (list.getEditingIndex() >= 0) {
      return;
    }
    switch (event.getCode()) {
      case UP -> step(-1, event);
      case DOWN -> step(1, event);
      case F2 -> list.edit(list.getSelectionModel().getSelectedIndex());
      case DELETE, BACK_SPACE -> {
        if (list.getSelectionModel().getSelectedItem() instanceof ListEntry.Item item) {
          delete(item.conversation());
        }
      }
      default -> {}
    }
  }

  /** Goes over headings. */
  private void step(int direction, KeyEvent event) {
    int index = list.getSelectionModel().getSelectedIndex() + direction;
    while (index >= 0 && index < entries.size()) {
      if (entries.get(index) instanceof ListEntry.Item) {
        list.getSelectionModel().clearAndSelect(index);
        list.scrollTo(Math.max(0, index - 1));
        break;
      }
      index += direction;
    }
    event.consume();
  }

  /** Opens the field for a new title. */
  void startRename(long conversation) {
    int index = indexOf(conversation);
    if (index >= 0) {
      list.scrollTo(index);
      list.layout();
      list.edit(index);
    }
  }

  void delete(Conversation conversation) {
    String title = conversation.title().isEmpty() ? "New chat" : conversation.title();
    boolean open = chat.currentProperty().get() == conversation.id();
    chat.list()
        .delete(
            conversation,
            (_, bringBack) -> {
              if (open) {
                chat.openNew();
              }
              notices.undoable(
                  "Deleted “" + title + "”",
                  () -> {
                    bringBack.run();
                    chat.open(conversation.id());
                  });
            });
  }

  private final class CellActions implements ConversationCell.Actions {
    @Override
    public boolean isAnswering(long conversation) {
      return chat.isAnswering(conversation);
    }

    @Override
    public void rename(Conversation conversation, String title) {
      chat.list().rename(conversation.id(), title);
    }

    @Override
    public void delete(Conversation conversation) {
      ConversationsPane.this.delete(conversation);
    }
  }
}
