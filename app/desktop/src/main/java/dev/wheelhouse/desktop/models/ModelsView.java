// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.models;

import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.control.ConfirmBar;
import dev.wheelhouse.desktop.control.IconButton;
import dev.wheelhouse.desktop.control.PageHeader;
import dev.wheelhouse.desktop.control.ProblemCard;
import dev.wheelhouse.desktop.control.Tables;
import dev.wheelhouse.desktop.control.Visibility;
import dev.wheelhouse.desktop.format.Times;
import dev.wheelhouse.desktop.frame.Frame;
import dev.wheelhouse.desktop.frame.Screen;
import dev.wheelhouse.desktop.frame.ScreenName;
import dev.wheelhouse.engine.model.OllamaModel;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.text.Sizes;
import java.time.Clock;
import java.util.Comparator;
import javafx.collections.ListChangeListener;
import javafx.collections.SetChangeListener;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

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
  @FXML private VBox tableCard;
  @FXML private SuggestionsPane suggestions;
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
    pull.setGraphic(FontIcon.of(Feather.DOWNLOAD, 16));
    pull.disableProperty().bind(name.textProperty().isEmpty());
    library.setGraphic(FontIcon.of(Feather.EXTERNAL_LINK, 14));
    library.setContentDisplay(ContentDisplay.RIGHT);
    library.setTooltip(new Tooltip("Opens " + LIBRARY));
    table.setItems(model.list());
    Tables.hug(table, tableCard);
    Tables.column(title, (cell, it) -> cell.setText(it.name()));
    Tables.column(size, (cell, it) -> Tables.number(cell, Sizes.bytes(it.sizeBytes())));
    Tables.column(parameters, (cell, it) -> cell.setText(it.parameters()));
    Tables.column(quantization, (cell, it) -> cell.setText(it.quantization()));
    Tables.column(changed, this::showChanged);
    Tables.column(actions, (cell, it) -> cell.setGraphic(buttons(it)));
    title.setComparator(Comparator.comparing(OllamaModel::name));
    size.setComparator(Comparator.comparingLong(OllamaModel::sizeBytes));
    changed.setComparator(Comparator.comparing(OllamaModel::modifiedAt));
    model.problemProperty().subscribe(this::showProblem);
    model.loadedProperty().subscribe(loaded -> show());
    model.list().addListener((ListChangeListener<OllamaModel>) change -> show());
    model.pulling().addListener((SetChangeListener<String>) change -> show());
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
    if (model.loadedProperty().get() && model.list().isEmpty()) {
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
    Visibility.show(tableCard, !none);
    if (model.loadedProperty().get()) {
      suggestions.show(model, none);
      VBox.setVgrow(suggestions, none ? Priority.ALWAYS : Priority.NEVER);
    } else {
      Visibility.show(suggestions, false);
    }
  }

  private void showProblem(@Nullable Problem cause) {
    problem.getChildren().clear();
    if (cause != null) {
      problem
          .getChildren()
          .add(
              new ProblemCard(
                  cause,
                  Buttons.primary("Look again", model::load),
                  Buttons.plain("Open home", () -> frame.navigator().go(ScreenName.HOME))));
    }
    Visibility.show(problem, cause != null);
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
        "Delete " + Sizes.bytes(it.sizeBytes()),
        () -> model.delete(it));
  }
}
