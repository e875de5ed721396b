// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway;

import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.control.CodeLine;
import dev.wheelhouse.desktop.control.PageHeader;
import dev.wheelhouse.desktop.control.ProblemCard;
import dev.wheelhouse.desktop.control.Segmented;
import dev.wheelhouse.desktop.control.StateBadge;
import dev.wheelhouse.desktop.control.StateMark;
import dev.wheelhouse.desktop.control.Texts;
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
import java.util.function.Consumer;
import javafx.collections.ListChangeListener;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** Shows {@link GatewayViewModel}. */
public final class GatewayView implements Screen {
  private static final String EXAMPLE = "llama3.2:3b";
  private static final String DOTS = "•".repeat(32);
  private static final int SHOWN = 6;

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
          header
              .getActions()
              .setAll(Buttons.primary(Feather.PLAY, "Start the gateway", model::start));
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
    String running = joined ? "Running in another Wheelhouse window" : "Running";
    access
        .getChildren()
        .setAll(
            head("Address and token", new StateBadge(Tone.OK, running)),
            new CodeLine(address.toString(), this::copy),
            new CodeLine(DOTS, "Copy the token", this::copyToken),
            Texts.quiet(
                "Apps send the token as a bearer token. Nothing outside this machine gets in, nor"
                    + " do web pages: other hosts and origins are refused."));
  }

  private void showUpstreams() {
    Button manage = Buttons.ghost("Manage", () -> frame.navigator().go(ScreenName.MODELS));
    manage.setAccessibleText("Manage the models");
    upstreams.getChildren().setAll(head("Where models run", manage));
    Problem cause = model.modelProblemProperty().get();
    if (cause != null) {
      upstreams
          .getChildren()
          .addAll(
              Texts.quiet(cause.cause() + ". " + cause.remedy()),
              new HBox(
                  8,
                  Buttons.plain("Open home", () -> frame.navigator().go(ScreenName.HOME)),
                  Buttons.plain("Add a key", () -> frame.navigator().go(ScreenName.SETTINGS))));
    }
    model.upstreams().forEach(upstream -> upstreams.getChildren().add(row(upstream)));
  }

  /** A card's name, and what stands at its right. */
  private static Node head(String words, Node right) {
    Label name = Texts.heading(words);
    name.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(name, Priority.ALWAYS);
    HBox head = new HBox(8, name, right);
    head.getStyleClass().add("card-head");
    return head;
  }

  private static Node row(GatewayViewModel.Upstream upstream) {
    Label name = new Label(upstream.name());
    name.getStyleClass().add(Style.MEDIUM);
    name.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(name, Priority.ALWAYS);
    Label words = new Label(upstream.words());
    words.getStyleClass().add(Style.QUIET);
    HBox line = new HBox(new StateMark(Tone.OK), name, words);
    line.getStyleClass().add("upstream-row");
    Label models = Texts.quiet(upstream.someModels(SHOWN));
    models.getStyleClass().add("upstream-models");
    models.setTooltip(new Tooltip(String.join("\n", upstream.models())));
    return new VBox(4, line, models);
  }

  private void showConnect(URI address) {
    List<Snippet> snippets = Snippet.all(address, exampleModel());
    VBox shown = new VBox();
    Consumer<Integer> show =
        index -> {
          snippet = index;
          shown.getChildren().setAll(new CodeLine(snippets.get(index).text(), this::copy));
        };
    Segmented<Integer> tabs = new Segmented<>("How the app is written", show);
    for (int i = 0; i < snippets.size(); i++) {
      tabs.add(i, snippets.get(i).title(), "snippet-" + i);
    }
    tabs.select(snippet);
    show.accept(snippet);
    connect.getChildren().setAll(Texts.heading("Connect an app"), tabs, shown);
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
}
