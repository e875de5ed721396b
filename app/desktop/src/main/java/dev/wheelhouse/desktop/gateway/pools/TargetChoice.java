// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.pools;

import dev.wheelhouse.desktop.gateway.part.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;

/** The models that could be targets; which are chosen first counts first. */
final class TargetChoice extends VBox {
  private static final double ROW = 32;
  private static final int ROWS = 6;

  private final List<String> chosen = new ArrayList<>();
  private final ListView<String> list;

  TargetChoice(ObservableList<String> targets) {
    super(8);
    FilteredList<String> found = new FilteredList<>(targets);
    TextField words = Field.line("Find a model", 280);
    words
        .textProperty()
        .subscribe(text -> {
          String wanted = text.strip().toLowerCase(Locale.ROOT);
          found.setPredicate(target -> target.toLowerCase(Locale.ROOT).contains(wanted));
        });
    words.visibleProperty().bind(Bindings.size(targets).greaterThan(ROWS));
    words.managedProperty().bind(words.visibleProperty());
    list = new ListView<>(found);
    list.setId("pool-targets");
    list.setAccessibleText("Targets; space chooses one");
    list.setFixedCellSize(ROW);
    var height = Bindings.size(found).map(size -> ROW * Math.clamp(size.intValue(), 1, ROWS) + 2);
    list.prefHeightProperty().bind(height);
    list.minHeightProperty().bind(height);
    list.getStyleClass().add("target-choice");
    list.setPlaceholder(new Label("No model is here to be chosen."));
    list.setCellFactory(view -> new Choice());
    list.addEventHandler(
        KeyEvent.KEY_PRESSED,
        event -> {
          String focused = list.getSelectionModel().getSelectedItem();
          if (event.getCode() == KeyCode.SPACE && focused != null) {
            toggle(focused);
            event.consume();
          }
        });
    getChildren().addAll(words, list);
  }

  /** Those that are chosen, in that order. */
  List<String> chosen() {
    return List.copyOf(chosen);
  }

  private void toggle(String target) {
    if (!chosen.remove(target)) {
      chosen.add(target);
    }
    list.refresh();
  }

  private final class Choice extends ListCell<String> {
    private final CheckBox box = new CheckBox();

    Choice() {
      box.setMouseTransparent(true);
      box.setFocusTraversable(false);
      setOnMouseClicked(event -> {
        if (!isEmpty()) {
          toggle(getItem());
        }
      });
    }

    @Override
    protected void updateItem(String target, boolean blank) {
      super.updateItem(target, blank);
      if (blank) {
        setText(null);
        setGraphic(null);
        return;
      }
      int place = chosen.indexOf(target);
      box.setSelected(place >= 0);
      setGraphic(box);
      setText(place < 0 ? target : target + "  ·  no. " + (place + 1));
    }
  }
}
