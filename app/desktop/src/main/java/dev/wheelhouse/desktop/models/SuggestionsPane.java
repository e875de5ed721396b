// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.models;

import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.control.EmptyState;
import dev.wheelhouse.desktop.control.Texts;
import dev.wheelhouse.desktop.models.ModelsViewModel.Suggestion;
import dev.wheelhouse.desktop.theme.Style;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/**
 * Models to begin with, each with the button that gets it; says what a model is to whoever has
 * none.
 */
public final class SuggestionsPane extends VBox {
  private static final double WIDEST = 560;

  public SuggestionsPane() {
    getStyleClass().addAll(Style.CARD, "suggestions");
  }

  /**
   * @param first whether there is no model yet
   */
  void show(ModelsViewModel model, boolean first) {
    List<Suggestion> left = model.suggestions();
    VBox rows = new VBox();
    for (int i = 0; i < left.size(); i++) {
      Node row = row(model, left.get(i));
      if (i == left.size() - 1) {
        row.getStyleClass().add("last");
      }
      rows.getChildren().add(row);
    }
    setAlignment(first ? Pos.CENTER : Pos.TOP_LEFT);
    rows.setMaxWidth(first ? WIDEST : Double.MAX_VALUE);
    getChildren().setAll(first ? what() : Texts.heading("More to try"), rows);
    setVisible(first || !left.isEmpty());
    setManaged(isVisible());
  }

  private static Node what() {
    return new EmptyState(
        Feather.BOX,
        "No models yet",
        "A model is what you talk to. These run on most machines, also without a graphics card.");
  }

  private static Node row(ModelsViewModel model, Suggestion suggestion) {
    Label name = new Label(suggestion.name());
    name.getStyleClass().add(Style.MEDIUM);
    Label what = new Label(suggestion.what());
    what.getStyleClass().add(Style.QUIET);
    what.setMinWidth(0);
    VBox words = new VBox(2, name, what);
    words.setMinWidth(0);
    HBox.setHgrow(words, Priority.ALWAYS);
    Label size = new Label(suggestion.size());
    size.getStyleClass().add(Style.QUIET);
    size.setMinWidth(USE_PREF_SIZE);
    boolean busy = model.pulling().contains(suggestion.name());
    Button pull =
        Buttons.plain(
            Feather.DOWNLOAD, busy ? "Pulling" : "Pull", () -> model.pull(suggestion.name()));
    pull.setDisable(busy);
    pull.setAccessibleText("Pull " + suggestion.name() + ", " + suggestion.size());
    HBox row = new HBox(16, words, size, pull);
    row.getStyleClass().add("suggestion");
    return row;
  }
}
