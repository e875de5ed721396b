// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.chat;

import dev.wheelhouse.desktop.control.IconButton;
import dev.wheelhouse.desktop.theme.Style;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Where the user writes: grows with the text, sends with Enter, stops with Esc. */
final class Composer extends VBox {
  private static final double SHORTEST = 40;
  private static final double TALLEST = 240;

  private final ChatViewModel chat;
  private final TextArea area = new TextArea();
  private final Text measure = new Text();
  private final Button send = new Button("Send", FontIcon.of(Feather.ARROW_UP, 16));
  private final Button stop = new Button("Stop", FontIcon.of(Feather.SQUARE, 14));

  Composer(ChatViewModel chat, ModelPicker picker) {
    this.chat = chat;
    getStyleClass().add("composer");
    area.setId("composer");
    area.getStyleClass().add("composer-text");
    area.setWrapText(true);
    area.setPromptText("Write a message");
    area.setAccessibleText("Message. Enter sends, Shift and Enter begins a new line.");
    area.textProperty().bindBidirectional(chat.draftProperty());
    area.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    area.textProperty().subscribe(this::grow);
    area.widthProperty().subscribe(this::grow);
    area.fontProperty().subscribe(this::grow);
    area.focusedProperty()
        .subscribe(
            focused -> pseudoClassStateChanged(PseudoClass.getPseudoClass("writing"), focused));
    picker.afterChoice(this::requestFocus);
    getChildren().addAll(editBanner(), area, toolbar(picker));
  }

  @Override
  public void requestFocus() {
    area.requestFocus();
    area.end();
  }

  private HBox editBanner() {
    Label words = new Label("Editing your last message; its answer will be replaced");
    words.getStyleClass().addAll(Style.CAPTION, Style.QUIET);
    words.setMinWidth(0);
    HBox.setHgrow(words, Priority.ALWAYS);
    words.setMaxWidth(Double.MAX_VALUE);
    HBox banner =
        new HBox(
            8,
            FontIcon.of(Feather.EDIT_2, 13),
            words,
            new IconButton(Feather.X, "Cancel editing", chat::cancelEdit));
    banner.getStyleClass().add("edit-banner");
    banner.setAlignment(Pos.CENTER_LEFT);
    banner.visibleProperty().bind(chat.editingProperty());
    banner.managedProperty().bind(chat.editingProperty());
    return banner;
  }

  private HBox toolbar(ModelPicker picker) {
    send.getStyleClass().addAll(Style.PRIMARY, "send-button");
    send.setMinWidth(Region.USE_PREF_SIZE);
    send.setOnAction(_ -> chat.send());
    send.disableProperty().bind(area.textProperty().map(String::isBlank));
    send.visibleProperty().bind(chat.answeringProperty().not());
    send.managedProperty().bind(send.visibleProperty());
    stop.getStyleClass().add("stop-button");
    stop.setMinWidth(Region.USE_PREF_SIZE);
    stop.setAccessibleText("Stop the answer");
    stop.setOnAction(_ -> chat.stop());
    stop.visibleProperty().bind(chat.answeringProperty());
    stop.managedProperty().bind(stop.visibleProperty());
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    Label hint = new Label("Enter sends · Shift+Enter new line");
    hint.getStyleClass().addAll(Style.CAPTION, Style.QUIET);
    hint.setMinWidth(0);
    hint.visibleProperty().bind(chat.answeringProperty().not());
    HBox bar = new HBox(8, picker, space, hint, send, stop);
    bar.getStyleClass().add("composer-bar");
    bar.setAlignment(Pos.CENTER_LEFT);
    return bar;
  }

  private void key(KeyEvent event) {
    if (event.getCode() == KeyCode.ENTER && event.isShiftDown()) {
      area.replaceSelection("\n");
      event.consume();
    } else if (event.getCode() == KeyCode.ENTER) {
      chat.send();
      event.consume();
    } else if (event.getCode() == KeyCode.UP && area.getText().isEmpty()) {
      chat.editLast();
      area.end();
      event.consume();
    } else if (event.getCode() == KeyCode.ESCAPE && escape()) {
      event.consume();
    }
  }

  /** Stops the answer, or leaves editing; false when there was neither. */
  boolean escape() {
    if (chat.answeringProperty().get()) {
      chat.stop();
      return true;
    }
    if (chat.editingProperty().get()) {
      chat.cancelEdit();
      return true;
    }
    return false;
  }

  private void grow() {
    measure.setFont(area.getFont());
    measure.setWrappingWidth(Math.max(10, area.getWidth() - 28));
    // the last line counts too when it is still empty
    String text = area.getText();
    measure.setText(text.length() > 20_000 ? text.substring(0, 20_000) : text + "x");
    double height = measure.getLayoutBounds().getHeight() + 18;
    double wanted = Math.ceil(Math.clamp(height, SHORTEST, TALLEST));
    area.setPrefHeight(wanted);
    // a box that is short of room takes it from all children, and the messages can scroll
    area.setMinHeight(wanted);
  }
}
