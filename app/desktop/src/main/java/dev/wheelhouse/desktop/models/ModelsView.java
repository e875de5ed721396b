// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.models;

import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.control.ConfirmBar;
import dev.wheelhouse.desktop.control.EmptyState;
import dev.wheelhouse.desktop.control.IconButton;
import dev.wheelhouse.desktop.control.PageHeader;
import dev.wheelhouse.desktop.control.ProblemCard;
import dev.wheelhouse.desktop.control.Visibility;
import dev.wheelhouse.desktop.format.Amounts;
import dev.wheelhouse.desktop.format.Times;
import dev.wheelhouse.desktop.frame.Frame;
import dev.wheelhouse.desktop.frame.Screen;
import dev.wheelhouse.desktop.frame.ScreenName;
import dev.wheelhouse.engine.model.OllamaModel;
import dev.wheelhouse.engine.problem.Problem;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** Shows {@link ModelsViewModel}. */
public final class ModelsView implements Screen {
  private static final String LIBRARY = "https://ollama.com/library";

  private final ModelsViewModel model;
  private final Frame frame;
  private final Clock clock;

  @FXML private VBox root;
  @FXML private PageHeader header;
  @FXML private TextField name;
  @FXML private Button pull;
  @FXML private Hyperlink library;
  @FXML private ConfirmBar confirm;
  @FXML private VBox problem;
  @FXML private VBox empty;
  @FXML private VBox tableCard;
  @FXML private TableView<OllamaModel> table;
  @FXML private TableColumn<OllamaModel, OllamaModel> title;
  @FXML private TableColumn<OllamaModel, OllamaModel> size;
  @FXML private TableColumn<OllamaModel, OllamaModel> parameters;
  @FXML private TableColumn<OllamaModel, OllamaModel> quantization;
  @FXML private TableColumn<OllamaModel, OllamaModel> changed;
  @FXML private TableColumn<OllamaModel, OllamaModel> actions;

  public ModelsView(ModelsViewModel model, Frame frame, Clock clock) {
    this.model = model;
    this.frame = frame;
    this.clock = clock;
  }

  @FXML
  void initialize() {
    header.subtitleProperty().bind(model.summaryProperty());
    pull.disableProperty().bind(name.textProperty().isEmpty());
    library.setTooltip(new Tooltip("Opens " + LIBRARY));
    table.setItems(model.list());
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    column(title, (cell, it) -> cell.setText(it.name()));
    column(size, (cell, it) -> number(cell, Amounts.bytes(it.sizeBytes())));
    column(parameters, (cell, it) -> cell.setText(it.parameters()));
    column(quantization, (cell, it) -> cell.setText(it.quantization()));
    column(changed, this::showChanged);
    column(actions, (cell, it) -> cell.setGraphic(buttons(it)));
    title.setComparator(Comparator.comparing(OllamaModel::name));
    size.setComparator(Comparator.comparingLong(OllamaModel::sizeBytes));
    changed.setComparator(Comparator.comparing(OllamaModel::modifiedAt));
    empty.getChildren().setAll(emptyState());
    model.problemProperty().subscribe(this::showProblem);
    model.loadedProperty().subscribe(loaded -> show());
    model.list().addListener((ListChangeListener<OllamaModel>) change -> show());
  }

  @Override
  public Parent root() {
    return root;
  }

  @Override
  public void shown() {
    model.shown();
  }

  @Override
  public void hidden() {
    model.hidden();
    confirm.close();
  }

  @Override
  public void focus() {
    // A field with the focus blinks; one that nobody needs should not.
    if (model.list().isEmpty()) {
      name.requestFocus();
    } else {
      table.requestFocus();
    }
  }

  @Override
  public boolean escape() {
    boolean asked = confirm.isVisible();
    confirm.close();
    return asked;
  }

  @FXML
  void pull() {
    model.pull(name.getText());
    name.clear();
  }

  @FXML
  void openLibrary() {
    frame.outside().open(LIBRARY);
  }

  private void show() {
    boolean none = model.list().isEmpty();
    Visibility.show(empty, none && model.loadedProperty().get());
    Visibility.show(tableCard, !none);
  }

  private void showProblem(@Nullable Problem cause) {
    problem.getChildren().clear();
    if (cause != null) {
      problem
          .getChildren()
          .add(
              new ProblemCard(
                  cause,
                  Buttons.plain("Look again", model::load),
                  Buttons.plain("Go to Home", () -> frame.navigator().go(ScreenName.HOME))));
    }
    Visibility.show(problem, cause != null);
  }

  private EmptyState emptyState() {
    List<Button> buttons =
        ModelsViewModel.SUGGESTIONS.stream()
            .map(suggestion ->
                Buttons.plain(
                    "Pull " + suggestion.name() + " · " + suggestion.size(),
                    () -> model.pull(suggestion.name())))
            .toList();
    buttons.forEach(button -> button.setPrefWidth(280));
    return new EmptyState(
        Feather.BOX,
        "No models yet",
        "A model is what you talk to. Small ones answer quickly without a graphics card; the last"
            + " one turns texts into vectors.",
        buttons.toArray(Button[]::new));
  }

  private void showChanged(TableCell<OllamaModel, OllamaModel> cell, OllamaModel it) {
    cell.setText(Times.ago(it.modifiedAt(), clock.instant(), clock.getZone()));
    cell.setTooltip(new Tooltip(Times.absolute(it.modifiedAt(), clock.getZone())));
  }

  private HBox buttons(OllamaModel it) {
    HBox box =
        new HBox(
            new IconButton(
                Feather.MESSAGE_SQUARE,
                "Chat with " + it.name(),
                () -> frame.navigator().go(ScreenName.CHAT, "new")),
            new IconButton(Feather.TRASH_2, "Delete " + it.name(), () -> askToDelete(it)));
    box.setAlignment(Pos.CENTER_RIGHT);
    return box;
  }

  private void askToDelete(OllamaModel it) {
    confirm.ask(
        "Delete " + it.name() + "? It can be pulled again from the internet.",
        "Delete " + Amounts.bytes(it.sizeBytes()),
        () -> model.delete(it));
  }

  private static void number(TableCell<?, ?> cell, String text) {
    cell.setText(text);
    if (!cell.getStyleClass().contains("number")) {
      cell.getStyleClass().add("number");
    }
  }

  private static void column(
      TableColumn<OllamaModel, OllamaModel> column,
      BiConsumer<TableCell<OllamaModel, OllamaModel>, OllamaModel> show) {
    column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
    column.setCellFactory(made ->
        new TableCell<>() {
          @Override
          protected void updateItem(OllamaModel item, boolean blank) {
            super.updateItem(item, blank);
            setText(null);
            setGraphic(null);
            if (!blank && item != null) {
              show.accept(this, item);
            }
          }
        });
  }
}
