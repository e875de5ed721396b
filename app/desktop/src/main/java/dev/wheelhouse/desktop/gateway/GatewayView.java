// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway;

import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.control.CodeLine;
import dev.wheelhouse.desktop.control.PageHeader;
import dev.wheelhouse.desktop.control.ProblemCard;
import dev.wheelhouse.desktop.control.StateBadge;
import dev.wheelhouse.desktop.control.StateMark;
import dev.wheelhouse.desktop.control.Visibility;
import dev.wheelhouse.desktop.frame.Frame;
import dev.wheelhouse.desktop.frame.Screen;
import dev.wheelhouse.desktop.frame.ScreenName;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.desktop.theme.Tone;
import dev.wheelhouse.engine.gateway.LocalGateway;
import dev.wheelhouse.engine.problem.Problem;
import java.net.URI;
import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** Shows {@link GatewayViewModel}. */
public final class GatewayView implements Screen {
  private static final String EXAMPLE = "llama3.2:3b";

  private final GatewayViewModel model;
  private final Frame frame;
  private int snippet;

  @FXML private ScrollPane root;
  @FXML private PageHeader header;
  @FXML private VBox problem;
  @FXML private VBox access;
  @FXML private VBox upstreams;
  @FXML private VBox connect;

  public GatewayView(GatewayViewModel model, Frame frame) {
    this.model = model;
    this.frame = frame;
  }

  @FXML
  void initialize() {
    model.stateProperty().subscribe(this::show);
    model.modelProblemProperty().subscribe(cause -> showUpstreams());
    model
        .upstreams()
        .addListener(
            (ListChangeListener<GatewayViewModel.Upstream>)
                change -> {
                  showUpstreams();
                  show(model.stateProperty().get());
                });
  }

  @Override
  public Parent root() {
    return root;
  }

  @Override
  public void shown() {
    model.shown();
  }

  private void show(LocalGateway.State state) {
    Visibility.show(problem, state instanceof LocalGateway.State.Failed);
    Visibility.show(access, state instanceof LocalGateway.State.Listening);
    Visibility.show(connect, state instanceof LocalGateway.State.Listening);
    header.getActions().clear();
    switch (state) {
      case LocalGateway.State.Off _ ->
          header.getActions().setAll(Buttons.primary("Start the gateway", model::start));
      case LocalGateway.State.Failed(Problem cause) ->
          problem
              .getChildren()
              .setAll(
                  new ProblemCard(
                      cause,
                      Buttons.primary("Start again", model::start),
                      Buttons.plain(
                          "Open settings", () -> frame.navigator().go(ScreenName.SETTINGS))));
      case LocalGateway.State.Listening(URI address, boolean joined) -> {
        showAccess(address, joined);
        showConnect(address);
      }
    }
  }

  private void showAccess(URI address, boolean joined) {
    Button copy = Buttons.plain("Copy the token", this::copyToken);
    copy.setTooltip(new Tooltip("Apps send it as: Authorization: Bearer TOKEN"));
    Label note =
        quiet(
            "Only programs on this machine that have the token get in. Web pages do not: other"
                + " hosts and origins are refused.");
    access
        .getChildren()
        .setAll(
            heading("Address and token"),
            new StateBadge(Tone.OK, joined ? "Running in another Wheelhouse window" : "Running"),
            new CodeLine(address.toString(), this::copy),
            copy,
            note);
  }

  private void showUpstreams() {
    upstreams.getChildren().setAll(heading("Where models run"));
    Problem cause = model.modelProblemProperty().get();
    if (cause != null) {
      upstreams
          .getChildren()
          .addAll(
              quiet(cause.cause() + ". " + cause.remedy()),
              new HBox(
                  8,
                  Buttons.plain("Go to Home", () -> frame.navigator().go(ScreenName.HOME)),
                  Buttons.plain("Add a key", () -> frame.navigator().go(ScreenName.SETTINGS))));
    }
    model.upstreams().forEach(upstream -> upstreams.getChildren().add(row(upstream)));
  }

  private static Node row(GatewayViewModel.Upstream upstream) {
    Label name = new Label(upstream.name());
    name.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(name, Priority.ALWAYS);
    Label words = quiet(upstream.words());
    words.setTooltip(new Tooltip(String.join("\n", upstream.models())));
    HBox row = new HBox(new StateMark(Tone.OK), name, words);
    row.getStyleClass().add("upstream-row");
    return row;
  }

  private void showConnect(URI address) {
    List<Snippet> snippets = Snippet.all(address, exampleModel());
    ToggleGroup group = new ToggleGroup();
    FlowPane tabs = new FlowPane(4, 4);
    VBox shown = new VBox();
    for (int i = 0; i < snippets.size(); i++) {
      int index = i;
      ToggleButton tab = new ToggleButton(snippets.get(i).title());
      tab.getStyleClass().add(Style.GHOST);
      tab.setToggleGroup(group);
      tab.setSelected(i == snippet);
      tab.setOnAction(event -> {
        tab.setSelected(true);
        snippet = index;
        shown.getChildren().setAll(new CodeLine(snippets.get(index).text(), this::copy));
      });
      tabs.getChildren().add(tab);
    }
    shown.getChildren().setAll(new CodeLine(snippets.get(snippet).text(), this::copy));
    connect.getChildren().setAll(heading("Connect an app"), tabs, shown);
  }

  private String exampleModel() {
    return model.upstreams().stream()
        .flatMap(upstream -> upstream.models().stream())
        .findFirst()
        .orElse(EXAMPLE);
  }

  private void copyToken() {
    model.token(
        token -> {
          frame.outside().copy(token);
          frame.notices().done("The token is on the clipboard");
        },
        frame.notices()::problem);
  }

  private void copy(String text) {
    frame.outside().copy(text);
    frame.notices().done("Copied");
  }

  private static Label heading(String text) {
    Label label = new Label(text);
    label.getStyleClass().add(Style.STRONG);
    return label;
  }

  private static Label quiet(String text) {
    Label label = new Label(text);
    label.getStyleClass().add(Style.QUIET);
    label.setWrapText(true);
    label.setMinHeight(Label.USE_PREF_SIZE);
    return label;
  }
}
