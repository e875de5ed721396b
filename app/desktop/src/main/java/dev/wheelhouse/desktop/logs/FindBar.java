// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.logs;

import dev.wheelhouse.desktop.control.IconButton;
import dev.wheelhouse.desktop.theme.Style;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.feather.Feather;

/** Finds text in the lines: Enter goes up to older ones, Shift+Enter down, Esc closes. */
final class FindBar extends HBox {
  private final FinderViewModel finder;
  private final TextField field = new TextField();

  FindBar(FinderViewModel finder) {
    super(4);
    this.finder = finder;
    getStyleClass().addAll("find-bar", "floating-card");
    setAlignment(Pos.CENTER_LEFT);
    setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
    field.setId("findField");
    field.setPromptText("Find in the lines");
    field.setAccessibleText("Find in the lines");
    field.setPrefColumnCount(18);
    field.textProperty().bindBidirectional(finder.textProperty());
    field.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    Label status = new Label();
    status.textProperty().bind(finder.statusProperty());
    status.getStyleClass().addAll(Style.QUIET, Style.CAPTION, "find-status");
    getChildren()
        .addAll(
            field,
            status,
            new IconButton(Feather.CHEVRON_UP, "Previous place", () -> finder.go(-1)),
            new IconButton(Feather.CHEVRON_DOWN, "Next place", () -> finder.go(1)),
            new IconButton(Feather.X, "Close the search", this::close));
    visibleProperty().bind(finder.openProperty());
    managedProperty().bind(finder.openProperty());
  }

  void open() {
    finder.openProperty().set(true);
    field.requestFocus();
    field.selectAll();
  }

  private void close() {
    finder.openProperty().set(false);
  }

  private void key(KeyEvent event) {
    switch (event.getCode()) {
      case ENTER -> finder.go(event.isShiftDown() ? 1 : -1);
      case DOWN -> finder.go(1);
      case UP -> finder.go(-1);
      case ESCAPE -> close();
      default -> {
        return;
      }
    }
    event.consume();
  }
}
