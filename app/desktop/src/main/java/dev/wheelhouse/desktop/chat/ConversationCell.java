// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.chat;

import dev.wheelhouse.desktop.control.StateMark;
import dev.wheelhouse.desktop.theme.Tone;
import dev.wheelhouse.engine.chat.Conversation;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.ListCell;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;

/** A conversation or a heading; a conversation can be renamed in place. */
final class ConversationCell extends ListCell<ListEntry> {
  private static final PseudoClass HEADING = PseudoClass.getPseudoClass("heading");

  /** What a cell asks for. */
  interface Actions {
    boolean isAnswering(long conversation);

    void rename(Conversation conversation, String title);

    void delete(Conversation conversation);
  }

  private final Actions actions;
  private final TextField field = new TextField();
  private final ContextMenu menu;

  ConversationCell(Actions actions) {
    this.actions = actions;
    getStyleClass().add("conversation-cell");
    // as wide as the list, so that a long title ends in dots instead of a scroll bar
    setPrefWidth(0);
    MenuItem rename = new MenuItem("Rename");
    rename.setOnAction(_ -> startEdit());
    MenuItem delete = new MenuItem("Delete");
    delete.setOnAction(_ -> withConversation(actions::delete));
    menu = new ContextMenu(rename, delete);
    field.getStyleClass().add("rename-field");
    field.setAccessibleText("New title");
    field.setOnAction(_ -> commit());
    field.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    field
        .focusedProperty()
        .subscribe(focused -> {
          if (!focused && isEditing()) {
            commit();
          }
        });
  }

  @Override
  protected void updateItem(@Nullable ListEntry entry, boolean empty) {
    super.updateItem(entry, empty);
    ListEntry shown = empty ? null : entry;
    pseudoClassStateChanged(HEADING, shown instanceof ListEntry.Heading);
    setMouseTransparent(shown instanceof ListEntry.Heading);
    setContextMenu(shown instanceof ListEntry.Item ? menu : null);
    setGraphic(null);
    setContentDisplay(ContentDisplay.RIGHT);
    switch (shown) {
      case null -> {
        setText("");
        setTooltip(null);
      }
      case ListEntry.Heading heading -> {
        setText(heading.text());
        setTooltip(null);
      }
      case ListEntry.Item item -> show(item.conversation());
    }
  }

  @Override
  public void startEdit() {
    super.startEdit();
    if (isEditing()) {
      withConversation(conversation -> field.setText(conversation.title()));
      setText("");
      setGraphic(field);
      setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
      field.requestFocus();
      field.selectAll();
    }
  }

  @Override
  public void cancelEdit() {
    super.cancelEdit();
    updateItem(getItem(), isEmpty());
  }

  private void show(Conversation conversation) {
    String title = conversation.title().isEmpty() ? "New chat" : conversation.title();
    setText(title);
    setTooltip(new Tooltip(title));
    boolean busy = actions.isAnswering(conversation.id());
    setGraphic(busy ? new StateMark(Tone.BUSY) : null);
    setAccessibleText(busy ? title + ", being answered" : title);
  }

  private void commit() {
    String title = field.getText();
    withConversation(conversation -> {
      cancelEdit();
      actions.rename(conversation, title);
    });
  }

  private void key(KeyEvent event) {
    if (event.getCode() == KeyCode.ESCAPE) {
      cancelEdit();
      event.consume();
    }
  }

  private void withConversation(Consumer<Conversation> action) {
    if (getItem() instanceof ListEntry.Item item) {
      action.accept(item.conversation());
    }
  }
}
