// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.chat;

import dev.wheelhouse.desktop.control.FloatingCard;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.engine.chat.ModelChoice;
import java.util.Locale;
import javafx.collections.ListChangeListener;
import javafx.collections.transformation.FilteredList;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The button that names the model which answers next, and the list behind it. */
final class ModelPicker extends Button {
  private static final int MANY = 8;
  private static final double ROW = 44;

  private final ModelsViewModel models;
  private final FloatingCard popup;
  private final TextField filter = new TextField();
  private final FilteredList<ModelChoice> shown;
  private final ListView<ModelChoice> list;
  private final Label none = new Label();
  private Runnable afterChoice = () -> {};

  ModelPicker(ModelsViewModel models) {
    this.models = models;
    shown = new FilteredList<>(models.models());
    list = new ListView<>(shown);
    setId("modelPicker");
    getStyleClass().addAll("ghost", "model-picker");
    setGraphic(FontIcon.of(Feather.CHEVRON_DOWN, 14));
    setContentDisplay(ContentDisplay.RIGHT);
    setMinWidth(0);
    setOnAction(_ -> toggle());
    popup = new FloatingCard(card(), ModelPicker.class.getResource("chat.css"));
    models.chosenProperty().subscribe(this::show);
    models.loadingProperty().subscribe(() -> show(models.chosenProperty().get()));
    shown.addListener((ListChangeListener<ModelChoice>) _ -> fit());
  }

  /** What happens once the user has chosen. */
  void afterChoice(Runnable action) {
    afterChoice = action;
  }

  private void show(@Nullable ModelChoice model) {
    boolean looking = models.loadingProperty().get() && models.models().isEmpty();
    setText(model != null ? model.id() : looking ? "Looking for models" : "No model");
    setAccessibleText("Model: " + getText() + ". Choose another.");
  }

  private VBox card() {
    filter.setPromptText("Search models");
    filter.setAccessibleText("Search models");
    filter.textProperty().subscribe(this::narrow);
    filter.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    list.setCellFactory(_ -> new ModelCell());
    list.setFixedCellSize(ROW);
    list.setAccessibleText("Models");
    list.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    list.addEventHandler(
        MouseEvent.MOUSE_CLICKED,
        event -> {
          if (!list.equals(event.getPickResult().getIntersectedNode())) {
            choose();
          }
        });
    none.getStyleClass().add("text-quiet");
    none.setWrapText(true);
    VBox card = new VBox(8, filter, list, none);
    card.getStyleClass().add("picker-card");
    return card;
  }

  private void toggle() {
    if (popup.isShowing()) {
      popup.hide();
      return;
    }
    models.reload();
    filter.clear();
    boolean many = models.models().size() > MANY;
    filter.setVisible(many);
    filter.setManaged(many);
    fit();
    list.getSelectionModel().select(models.chosenProperty().get());
    popup.showAbove(this);
    (many ? filter : list).requestFocus();
  }

  private void fit() {
    double height = Math.clamp(shown.size(), 0, MANY) * ROW + 2;
    list.setPrefHeight(height);
    boolean empty = shown.isEmpty();
    list.setVisible(!empty);
    list.setManaged(!empty);
    none.setVisible(empty);
    none.setManaged(empty);
    none.setText(
        models.models().isEmpty() ? "No model can be reached now." : "No model has that name.");
  }

  private void narrow() {
    String wanted = filter.getText().toLowerCase(Locale.ROOT).strip();
    shown.setPredicate(
        model -> (model.id() + " " + model.upstream()).toLowerCase(Locale.ROOT).contains(wanted));
    list.getSelectionModel().selectFirst();
  }

  private void key(KeyEvent event) {
    if (event.getCode() == KeyCode.ENTER) {
      choose();
      event.consume();
    } else if (event.getCode() == KeyCode.ESCAPE) {
      popup.hide();
      event.consume();
    } else if (filter.equals(event.getSource()) && event.getCode() == KeyCode.DOWN) {
      list.requestFocus();
      list.getSelectionModel().selectNext();
      event.consume();
    }
  }

  private void choose() {
    ModelChoice model = list.getSelectionModel().getSelectedItem();
    if (model != null) {
      models.chosenProperty().set(model);
      popup.hide();
      afterChoice.run();
    }
  }

  /** A model and where it runs. */
  private static final class ModelCell extends ListCell<ModelChoice> {
    private final Label name = new Label();
    private final Label place = new Label();
    private final VBox box = new VBox(name, place);

    ModelCell() {
      getStyleClass().add("model-cell");
      name.getStyleClass().add(Style.MEDIUM);
      place.getStyleClass().addAll(Style.CAPTION, Style.QUIET);
      box.setAlignment(Pos.CENTER_LEFT);
    }

    @Override
    protected void updateItem(@Nullable ModelChoice model, boolean empty) {
      super.updateItem(model, empty);
      if (empty || model == null) {
        setGraphic(null);
        setAccessibleText("");
      } else {
        name.setText(model.id());
        place.setText(model.upstream());
        setGraphic(box);
        setAccessibleText(model.id() + " on " + model.upstream());
      }
    }
  }
}
