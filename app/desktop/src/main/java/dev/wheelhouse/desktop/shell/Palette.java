// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.shell;

import dev.wheelhouse.desktop.command.Command;
import dev.wheelhouse.desktop.theme.Style;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Everything by typing: opens over the window, runs what is chosen, and is gone. */
final class Palette extends StackPane {
  private static final double ROW = 36;
  private static final double PADDING = 10;
  private static final int MOST_ROWS = 10;

  private final PaletteViewModel model;
  private final Runnable closed;
  private final TextField field = new TextField();
  private final ListView<Command> list;

  /**
   * @param closed gives the keyboard focus back
   */
  Palette(PaletteViewModel model, Runnable closed) {
    this.model = model;
    this.closed = closed;
    getStyleClass().add("palette-scrim");
    setAlignment(Pos.TOP_CENTER);
    list = new ListView<>(model.results());
    list.setId("palette-results");
    list.setFixedCellSize(ROW);
    list.setFocusTraversable(false);
    list.setCellFactory(view -> new Cell());
    list.setAccessibleText("Commands");
    list.setPlaceholder(new Label("Nothing matches"));
    field.setId("palette-field");
    field.setPromptText("Search or run a command");
    field.setAccessibleText("Search or run a command");
    field.textProperty().bindBidirectional(model.queryProperty());
    model
        .results()
        .addListener(
            (ListChangeListener<Command>) change -> list.getSelectionModel().selectFirst());
    field.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    HBox.setHgrow(field, Priority.ALWAYS);
    HBox search = new HBox(12, FontIcon.of(Feather.SEARCH, 16), field);
    search.setAlignment(Pos.CENTER_LEFT);
    search.getStyleClass().add("palette-search");
    list.prefHeightProperty().bind(Bindings.size(model.results()).map(this::height));
    VBox box = new VBox(search, list, hints());
    VBox.setVgrow(list, Priority.ALWAYS);
    box.getStyleClass().add("palette");
    box.setMaxSize(600, Region.USE_PREF_SIZE);
    getChildren().add(box);
    setOnMousePressed(event -> {
      if (event.getTarget() == this) {
        close();
      }
    });
    setVisible(false);
    setManaged(false);
  }

  /** Ten rows at most, and one for the words that nothing matches. */
  private double height(Number results) {
    return Math.clamp(results.intValue(), 1, MOST_ROWS) * ROW + PADDING;
  }

  private static HBox hints() {
    HBox hints = new HBox(16, hint("↑ ↓", "choose"), hint("Enter", "run"), hint("Esc", "close"));
    hints.getStyleClass().add("palette-hints");
    return hints;
  }

  private static HBox hint(String keys, String words) {
    Label key = new Label(keys);
    key.getStyleClass().add("key-hint");
    Label does = new Label(words);
    does.getStyleClass().addAll(Style.CAPTION, Style.QUIET);
    HBox hint = new HBox(6, key, does);
    hint.setAlignment(Pos.CENTER_LEFT);
    return hint;
  }

  void open() {
    model.open();
    setVisible(true);
    setManaged(true);
    list.getSelectionModel().selectFirst();
    list.scrollTo(0);
    field.requestFocus();
  }

  boolean isOpen() {
    return isVisible();
  }

  void close() {
    if (isVisible()) {
      setVisible(false);
      setManaged(false);
      closed.run();
    }
  }

  private void key(KeyEvent event) {
    switch (event.getCode()) {
      case DOWN -> move(1);
      case UP -> move(-1);
      case PAGE_DOWN -> move(8);
      case PAGE_UP -> move(-8);
      case ENTER -> run(list.getSelectionModel().getSelectedItem());
      case ESCAPE -> close();
      default -> {
        return;
      }
    }
    event.consume();
  }

  private void move(int by) {
    int last = model.results().size() - 1;
    int wanted = Math.clamp(list.getSelectionModel().getSelectedIndex() + by, 0, Math.max(0, last));
    list.getSelectionModel().select(wanted);
    list.scrollTo(Math.max(0, wanted - 5));
  }

  private void run(@Nullable Command command) {
    if (command != null) {
      close();
      command.action().run();
    }
  }

  private final class Cell extends ListCell<Command> {
    private final Label title = new Label();
    private final Label group = new Label();
    private final Label keys = new Label();
    private final HBox face;

    Cell() {
      group.getStyleClass().addAll(Style.CAPTION, Style.QUIET);
      group.setMinWidth(USE_PREF_SIZE);
      keys.getStyleClass().add("key-hint");
      keys.setMinWidth(USE_PREF_SIZE);
      title.setMinWidth(0);
      title.setMaxWidth(Double.MAX_VALUE);
      HBox.setHgrow(title, Priority.ALWAYS);
      face = new HBox(12, title, group, keys);
      face.setAlignment(Pos.CENTER_LEFT);
      setPrefWidth(0);
      setOnMouseClicked(event -> Palette.this.run(getItem()));
    }

    @Override
    protected void updateItem(Command command, boolean empty) {
      super.updateItem(command, empty);
      boolean blank = empty || command == null;
      setGraphic(blank ? null : face);
      if (!blank) {
        title.setText(command.title());
        group.setText(command.group());
        keys.setText(command.keys());
        keys.setVisible(!command.keys().isEmpty());
        keys.setManaged(!command.keys().isEmpty());
        setAccessibleText(command.title() + ", " + command.group());
      }
    }
  }
}
