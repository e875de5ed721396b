// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.logs;

import dev.wheelhouse.desktop.control.AnchoredFlow;
import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.control.EmptyState;
import dev.wheelhouse.desktop.control.IconButton;
import dev.wheelhouse.desktop.control.PageHeader;
import dev.wheelhouse.desktop.control.ProblemCard;
import dev.wheelhouse.desktop.control.StateMark;
import dev.wheelhouse.desktop.frame.Frame;
import dev.wheelhouse.desktop.frame.Screen;
import dev.wheelhouse.desktop.frame.ScreenName;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.desktop.theme.Tone;
import dev.wheelhouse.engine.log.LogLine.Level;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.stack.Stack;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.Observable;
import javafx.beans.property.BooleanProperty;
import javafx.collections.FXCollections;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Shows {@link LogsViewModel}. */
public final class LogsView implements Screen {
  private final LogsViewModel model;
  private final Frame frame;
  private final LogPane pane;
  private final FindBar find;
  private final Supplier<Optional<Path>> askFile;
  private final Button jump = new Button("Jump to the end", FontIcon.of(Feather.ARROW_DOWN, 14));
  private long endWhenLeft;

  @FXML private VBox root;
  @FXML private PageHeader header;
  @FXML private HBox tools;
  @FXML private TextField filter;
  @FXML private Label filterProblem;
  @FXML private VBox chips;
  @FXML private VBox problem;
  @FXML private StackPane list;

  /**
   * @param askFile asks where the logs shall be saved
   */
  public LogsView(LogsViewModel model, Frame frame, Clock clock, Supplier<Optional<Path>> askFile) {
    this.model = model;
    this.frame = frame;
    this.askFile = askFile;
    pane = new LogPane(model, frame, new LogColors(model.chips(), clock.getZone()));
    find = new FindBar(model.finder());
  }

  @FXML
  void initialize() {
    header.getActions().setAll(actions());
    chips.getChildren().add(new ChipsPane(model));
    tools.getChildren().addAll(regexButton(), levelChoice());
    filter.textProperty().bindBidirectional(model.filterTextProperty());
    model.filterProblemProperty().subscribe(this::showFilterProblem);
    AnchoredFlow<LogRow> flow = pane.flow();
    flow.followingProperty().subscribe((before, now) -> endWhenLeft = model.lines().end());
    jump.getStyleClass().add("jump-button");
    jump.setOnAction(_ -> flow.scrollToEnd());
    StackPane.setAlignment(jump, Pos.BOTTOM_CENTER);
    StackPane.setAlignment(find, Pos.TOP_RIGHT);
    root.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    for (var property :
        new Observable[] {
          model.stateProperty(),
          model.revisionProperty(),
          model.resetsProperty(),
          flow.followingProperty(),
          model.engineProblemProperty()
        }) {
      property.addListener(_ -> show());
    }
    model.stoppedProperty().addListener(_ -> show());
    show();
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
  public void open(String service) {
    if (!service.isEmpty()) {
      model.showOnly(service);
    }
  }

  @Override
  public void focus() {
    pane.requestFocus();
  }

  @Override
  public boolean escape() {
    boolean open = model.finder().openProperty().get();
    model.finder().openProperty().set(false);
    return open;
  }

  private Node[] actions() {
    IconButton save = new IconButton(Feather.DOWNLOAD, "Save the logs to a file", this::export);
    IconButton copy =
        new IconButton(
            Feather.COPY,
            "Copy the selected lines",
            () -> {
              frame.outside().copy(pane.selectedText());
              frame.notices().done("Copied the selected lines");
            });
    IconButton search = new IconButton(Feather.SEARCH, "Find in the lines (Ctrl+F)", find::open);
    IconButton clear = new IconButton(Feather.TRASH_2, "Empty this screen", model::clear);
    return new Node[] {
      toggle(Feather.CLOCK, "Show when each line was written", model.timesProperty()),
      toggle(Feather.CORNER_DOWN_LEFT, "Wrap long lines", model.wrapProperty()),
      search,
      copy,
      save,
      clear
    };
  }

  private static ToggleButton toggle(Feather icon, String words, BooleanProperty property) {
    ToggleButton button = new ToggleButton();
    button.setGraphic(FontIcon.of(icon, 16));
    button.getStyleClass().addAll(Style.ICON_BUTTON, Style.GHOST);
    button.setAccessibleText(words);
    button.setTooltip(new Tooltip(words));
    button.selectedProperty().bindBidirectional(property);
    return button;
  }

  private ToggleButton regexButton() {
    ToggleButton regex = new ToggleButton(".*");
    regex.getStyleClass().addAll("regex-button", Style.MONO);
    regex.setAccessibleText("The filter is a regular expression");
    regex.setTooltip(new Tooltip("Regular expression"));
    regex.selectedProperty().bindBidirectional(model.regexProperty());
    return regex;
  }

  private ChoiceBox<@Nullable Level> levelChoice() {
    ChoiceBox<@Nullable Level> choice =
        new ChoiceBox<>(
            FXCollections.observableArrayList(null, Level.INFO, Level.WARNING, Level.ERROR));
    choice.setConverter(new LevelWords());
    choice.setAccessibleText("Lowest level");
    choice.getStyleClass().add("level-choice");
    choice.valueProperty().bindBidirectional(model.levelProperty());
    return choice;
  }

  private void export() {
    askFile
        .get()
        .ifPresent(file ->
            model.export(
                file,
                count ->
                    frame.notices().done("Saved " + count(count) + " to " + file.getFileName()),
                frame.notices()::problem));
  }

  private void showFilterProblem(String text) {
    filterProblem.setText(text.isEmpty() ? "" : "Not a regular expression: " + text);
    filterProblem.setVisible(!text.isEmpty());
    filterProblem.setManaged(!text.isEmpty());
    filter.pseudoClassStateChanged(PseudoClass.getPseudoClass("wrong"), !text.isEmpty());
  }

  /** Large while there is nothing else to see; one line above the lines that stay. */
  private void showProblem() {
    Problem cause = model.engineProblemProperty().get();
    boolean lines = model.lines().end() > model.lines().first();
    Button home = Buttons.plain("Open home", () -> frame.navigator().go(ScreenName.HOME));
    if (cause == null) {
      problem.getChildren().clear();
    } else if (lines) {
      Label words = new Label(cause.cause() + ". What was received until now stays here.");
      words.setMinWidth(0);
      HBox line = new HBox(8, new StateMark(Tone.WARN), words, home);
      line.setAlignment(Pos.CENTER_LEFT);
      problem.getChildren().setAll(line);
    } else {
      problem.getChildren().setAll(new ProblemCard(Tone.WARN, cause, home));
    }
    problem.setVisible(cause != null);
    problem.setManaged(cause != null);
  }

  private void show() {
    LogLines lines = model.lines();
    long count = lines.end() - lines.first();
    boolean reading = count == 0 && model.stateProperty().get() == LogsState.LOADING;
    header.setSubtitle(
        reading ? "" : count(count) + (lines.filter().all() ? "" : " pass the filter"));
    boolean following = pane.flow().isFollowing();
    long news = Math.max(0, lines.end() - Math.max(endWhenLeft, lines.first()));
    jump.setVisible(!following);
    jump.setText(news == 0 ? "Jump to the end" : String.format("%,d new · Jump to the end", news));
    boolean wasEmpty = !list.getChildren().contains(pane);
    if (wasEmpty == count > 0
        || model.engineProblemProperty().get() != null
        || !problem.getChildren().isEmpty()) {
      showProblem();
    }
    Node shown = count > 0 ? pane : nothing(lines);
    if (list.getChildren().isEmpty() || !list.getChildren().getFirst().equals(shown)) {
      list.getChildren().setAll(shown, jump, find);
    }
  }

  private Node nothing(LogLines lines) {
    return switch (model.stateProperty().get()) {
      case LOADING ->
          model.engineProblemProperty().get() == null
              ? new EmptyState(Feather.ALIGN_LEFT, "Reading the logs", "")
              : new EmptyState(
                  Feather.ALIGN_LEFT,
                  "Nothing can be read",
                  "Logs come from the Docker engine. They appear here as soon as it answers.");
      case LINES ->
          lines.filter().all()
              ? new EmptyState(
                  Feather.ALIGN_LEFT, "Nothing new", "New lines appear as they are written.")
              : new EmptyState(
                  Feather.FILTER,
                  "No line passes the filter",
                  "Lines that come later and do are shown.",
                  Buttons.plain("Clear the filter", model::clearFilter));
      case EMPTY ->
          new EmptyState(
              Feather.ALIGN_LEFT,
              "No logs yet",
              "Everything that the services write is shown here, in one list.",
              startButton());
    };
  }

  private static String count(long lines) {
    return String.format("%,d %s", lines, lines == 1 ? "line" : "lines");
  }

  private Button[] startButton() {
    Stack stack = model.stoppedProperty().get();
    return stack == null
        ? new Button[0]
        : new Button[] {Buttons.primary("Start " + stack.title(), model::startStack)};
  }

  private void key(KeyEvent event) {
    if (KeyCombination.valueOf("Shortcut+F").match(event)) {
      find.open();
      event.consume();
    }
  }

  private static final class LevelWords extends StringConverter<@Nullable Level> {
    @Override
    public String toString(@Nullable Level level) {
      return switch (level) {
        case null -> "All levels";
        case DEBUG, UNKNOWN -> "All levels";
        case INFO -> "Info and up";
        case WARNING -> "Warnings and errors";
        case ERROR -> "Errors";
      };
    }

    @Override
    public @Nullable Level fromString(String words) {
      return null;
    }
  }
}
