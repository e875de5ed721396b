// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.home;

import dev.wheelhouse.desktop.action.Remedies;
import dev.wheelhouse.desktop.action.RemedyButtons;
import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.control.CodeLine;
import dev.wheelhouse.desktop.control.PageHeader;
import dev.wheelhouse.desktop.control.ProblemCard;
import dev.wheelhouse.desktop.control.StateMark;
import dev.wheelhouse.desktop.control.Texts;
import dev.wheelhouse.desktop.control.Visibility;
import dev.wheelhouse.desktop.format.States;
import dev.wheelhouse.desktop.frame.Frame;
import dev.wheelhouse.desktop.frame.Screen;
import dev.wheelhouse.desktop.frame.ScreenName;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.desktop.theme.Tone;
import dev.wheelhouse.engine.problem.EngineProblem.EngineUnreachable;
import dev.wheelhouse.engine.stack.Stack;
import dev.wheelhouse.engine.stack.StackEvent;
import dev.wheelhouse.engine.stack.StackState;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.Observable;
import javafx.collections.ListChangeListener;
import javafx.collections.MapChangeListener;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Shows {@link HomeViewModel}. */
public final class HomeView implements Screen {
  private final HomeViewModel model;
  private final Frame frame;
  private final StateMark stateMark = new StateMark(Tone.MUTED);

  @FXML private ScrollPane root;
  @FXML private PageHeader header;
  @FXML private StepsPane steps;
  @FXML private VBox cards;
  @FXML private HBox main;
  @FXML private GraphPane graph;
  @FXML private StartPanel startPanel;
  @FXML private VBox happenings;
  @FXML private VBox pulls;
  @FXML private ListView<StackEvent.Timeline> timeline;
  @FXML private HBox meanwhile;
  @FXML private TilesPane quick;

  public HomeView(HomeViewModel model, Frame frame) {
    this.model = model;
    this.frame = frame;
  }

  @FXML
  void initialize() {
    header.subtitleProperty().bind(model.summaryProperty());
    header.setSubtitleGraphic(stateMark);
    graph.onOpen(service -> frame.navigator().go(ScreenName.STATUS, service));
    startPanel.onStart(model::start);
    timeline.setItems(model.timeline());
    timeline.setCellFactory(list -> new TimelineCell(ZoneId.systemDefault(), model::now));
    timeline.setPlaceholder(new Label(""));
    timeline.setFocusTraversable(false);
    model.previewProperty().subscribe(startPanel::show);
    model.cards().addListener((ListChangeListener<Card>) change -> showCards());
    model
        .pulls()
        .addListener(
            (MapChangeListener<String, Pull>)
                change -> {
                  showPulls();
                  showGraph();
                });
    List.<Observable>of(
            model.modeProperty(),
            model.stackProperty(),
            model.previewProperty(),
            model.modelMissingProperty())
        .forEach(observable -> observable.addListener(any -> show()));
    model.memoryProperty().subscribe(memory -> showGraph());
    meanwhile.getChildren().setAll(meanwhileCards());
    show();
    showCards();
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
  }

  @Override
  public void focus() {
    if (startPanel.isVisible()) {
      startPanel.focusStart();
    } else {
      root.requestFocus();
    }
  }

  private void show() {
    HomeMode mode = model.modeProperty().get();
    Stack stack = model.stackProperty().get();
    header.setTitle(stack == null ? "Home" : stack.title());
    stateMark.show(stack == null ? Tone.MUTED : States.tone(stack.state()));
    if (stack != null) {
      startPanel.describe(stack.title(), stack.description());
    }
    Visibility.show(main, mode != HomeMode.NO_ENGINE && stack != null);
    Visibility.show(startPanel, mode == HomeMode.STOPPED);
    Visibility.show(happenings, mode != HomeMode.STOPPED);
    Visibility.show(meanwhile, mode == HomeMode.NO_ENGINE);
    showGraph();
    showSteps(mode);
    header.getActions().setAll(headerButtons(mode, stack));
    quick.getChildren().setAll(tiles(mode));
    Visibility.show(quick, !quick.getChildren().isEmpty());
  }

  private void showGraph() {
    Stack stack = model.stackProperty().get();
    if (stack != null) {
      graph.show(Graph.of(stack, model.pulls(), model.memoryProperty().get()));
    }
  }

  private void showPulls() {
    List<Pull> present =
        model.pulls().values().stream()
            .sorted((one, other) -> one.service().compareTo(other.service()))
            .toList();
    while (pulls.getChildren().size() > present.size()) {
      pulls.getChildren().removeLast();
    }
    while (pulls.getChildren().size() < present.size()) {
      pulls.getChildren().add(new PullRow());
    }
    for (int i = 0; i < present.size(); i++) {
      ((PullRow) pulls.getChildren().get(i)).show(present.get(i));
    }
  }

  private void showSteps(HomeMode mode) {
    StartPreview preview = model.previewProperty().get();
    boolean first = preview != null && preview.firstStart();
    if (mode == HomeMode.STOPPED && first) {
      steps.show(1, "Skip to chat", () -> frame.navigator().go(ScreenName.CHAT));
    } else if (model.modelMissingProperty().get()) {
      steps.show(2, "Not now", model::dismissModelStep);
    }
    Visibility.show(
        steps, (mode == HomeMode.STOPPED && first) || model.modelMissingProperty().get());
  }

  private void showCards() {
    cards
        .getChildren()
        .setAll(model.cards().stream().<Node>map(card -> problemCard(card)).toList());
    Visibility.show(cards, !model.cards().isEmpty());
  }

  private ProblemCard problemCard(Card card) {
    ProblemCard shown = new ProblemCard(card.problem(), RemedyButtons.of(card.remedies()));
    if (card.problem() instanceof EngineUnreachable) {
      CodeLine install = new CodeLine(Remedies.INSTALL_ENGINE, frame.outside()::copy);
      shown.getChildren().add(shown.getChildren().size() - 1, install);
    }
    return shown;
  }

  private List<Node> headerButtons(HomeMode mode, @Nullable Stack stack) {
    return switch (mode) {
      case LOADING, NO_ENGINE, STOPPED -> List.of();
      case STARTING -> List.of(Buttons.plain(Feather.X, "Cancel", model::cancelStart));
      case STOPPING -> List.of();
      case RUNNING -> {
        List<Node> buttons = new ArrayList<>();
        if (stack != null && stack.state() == StackState.DEGRADED) {
          buttons.add(Buttons.primary(Feather.PLAY, "Start the rest", model::start));
        }
        Button stop = Buttons.plain(Feather.SQUARE, "Stop", model::stop);
        stop.setId("stop");
        stop.setTooltip(new Tooltip("Stops all services. Your data is kept."));
        buttons.add(stop);
        buttons.add(more());
        yield buttons;
      }
    };
  }

  private MenuButton more() {
    MenuItem restart = new MenuItem("Restart all services");
    restart.setOnAction(event -> model.restart());
    MenuItem status = new MenuItem("Show every service");
    status.setOnAction(event -> frame.navigator().go(ScreenName.STATUS));
    MenuItem copy = new MenuItem("Copy the docker compose command");
    copy.setOnAction(event -> {
      Stack stack = model.stackProperty().get();
      if (stack != null) {
        frame.outside().copy("docker compose -p " + stack.id() + " ps");
        frame.notices().done("Copied");
      }
    });
    MenuButton more = new MenuButton();
    more.setGraphic(FontIcon.of(Feather.MORE_HORIZONTAL, 16));
    more.getItems().addAll(restart, status, copy);
    more.getStyleClass().addAll("no-arrow", "more-button");
    more.setAccessibleText("More actions");
    more.setTooltip(new Tooltip("More actions"));
    return more;
  }

  private List<Node> tiles(HomeMode mode) {
    List<Node> tiles = new ArrayList<>();
    if (mode == HomeMode.NO_ENGINE || mode == HomeMode.LOADING) {
      return tiles;
    }
    if (model.modelMissingProperty().get()) {
      tiles.add(
          new Tile(
              Feather.DOWNLOAD,
              "Get a model",
              "There is none to talk to yet",
              () -> frame.navigator().go(ScreenName.MODELS)));
    }
    tiles.add(
        new Tile(
            Feather.MESSAGE_SQUARE,
            "New chat",
            "With a model on this machine",
            () -> frame.navigator().go(ScreenName.CHAT, "new")));
    if (mode == HomeMode.RUNNING) {
      tiles.add(
          new Tile(Feather.ARCHIVE, "Back up now", "All databases, and proven", model::backUp));
      model
          .grafanaUrl()
          .ifPresent(url ->
              tiles.add(
                  new Tile(
                      Feather.BAR_CHART_2,
                      "Open Grafana",
                      "Dashboards in the browser",
                      () -> frame.outside().open(url))));
    }
    tiles.add(
        new Tile(
            Feather.SHUFFLE,
            "Connect an app",
            "One address for every model",
            () -> frame.navigator().go(ScreenName.GATEWAY)));
    return tiles;
  }

  private List<Node> meanwhileCards() {
    return List.of(
        meanwhile(
            "Chat works",
            "With an Ollama on this machine or a key of a provider.",
            "Open chat",
            ScreenName.CHAT),
        meanwhile(
            "Backups are safe",
            "You can look at them and prove their files without an engine.",
            "Open backups",
            ScreenName.BACKUPS),
        meanwhile(
            "Keys and addresses",
            "Add a provider's key, or where your own Ollama listens.",
            "Open settings",
            ScreenName.SETTINGS));
  }

  private Node meanwhile(String title, String text, String words, ScreenName screen) {
    Button open = Buttons.plain(words, () -> frame.navigator().go(screen));
    VBox card = new VBox(Texts.heading(title), Texts.quiet(text), open);
    card.getStyleClass().addAll(Style.CARD, "meanwhile-card");
    card.setPrefWidth(270);
    card.setMinWidth(0);
    HBox.setHgrow(card, Priority.ALWAYS);
    return card;
  }
}
