// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.overview;

import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.control.Chart;
import dev.wheelhouse.desktop.control.CodeLine;
import dev.wheelhouse.desktop.control.Segmented;
import dev.wheelhouse.desktop.control.StateMark;
import dev.wheelhouse.desktop.control.Texts;
import dev.wheelhouse.desktop.control.Visibility;
import dev.wheelhouse.desktop.format.Times;
import dev.wheelhouse.desktop.frame.Frame;
import dev.wheelhouse.desktop.frame.Screen;
import dev.wheelhouse.desktop.frame.ScreenName;
import dev.wheelhouse.desktop.gateway.part.Card;
import dev.wheelhouse.desktop.gateway.part.Page;
import dev.wheelhouse.desktop.gateway.part.Range;
import dev.wheelhouse.desktop.theme.Tone;
import dev.wheelhouse.engine.gateway.LocalGateway;
import dev.wheelhouse.engine.gateway.request.RequestSpan;
import dev.wheelhouse.engine.gateway.state.GatewayNow;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Shows {@link OverviewViewModel}. */
public final class OverviewSection implements Screen {
  private static final String DOTS = "•".repeat(32);
  private static final int COLUMNS = 3;
  private static final double GAP = 16;
  private static final double CHART = 146;

  private final OverviewViewModel model;
  private final Frame frame;
  private final Clock clock;
  private final Page root;
  private final HBox first = new HBox(GAP);
  private final GridPane charts = new GridPane(GAP, GAP);
  private final Label nothing =
      Texts.quiet("Nothing in this time. The figures come with the first request of an app.");

  public OverviewSection(OverviewViewModel model, Frame frame, Clock clock) {
    this.model = model;
    this.frame = frame;
    this.clock = clock;
    Segmented<Range> ranges = Range.choice(model.range(), "range-", model::choose);
    Label title = Texts.heading("What it did");
    title.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(title, Priority.ALWAYS);
    HBox head = new HBox(8, title, nothing, ranges);
    head.setAlignment(Pos.CENTER_LEFT);
    for (int i = 0; i < COLUMNS; i++) {
      ColumnConstraints column = new ColumnConstraints();
      column.setPercentWidth(100.0 / COLUMNS);
      charts.getColumnConstraints().add(column);
    }
    charts.setMinWidth(0);
    VBox page = new VBox(GAP, first, head, charts);
    root = new Page(page);
    model.stateProperty().subscribe(state -> showFirst());
    model.nowProperty().subscribe(now -> showFirst());
    model.courseProperty().subscribe(this::showCharts);
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

  private void showFirst() {
    first.getChildren().clear();
    if (model.stateProperty().get()
        instanceof LocalGateway.State.Listening(URI address, boolean joined)) {
      first.getChildren().add(access(address));
      first.getChildren().add(joined ? elsewhere() : behind(model.nowProperty().get()));
      first.getChildren().forEach(card -> HBox.setHgrow(card, Priority.ALWAYS));
    }
  }

  private Node access(URI address) {
    GatewayNow now = model.nowProperty().get();
    Card card =
        card(
            "Address and token",
            now == null
                ? new Node[0]
                : new Node[] {
                  Texts.quiet(
                      "Up for " + Times.coarse(Duration.between(now.startedAt(), clock.instant())))
                });
    List<Node> content = new ArrayList<>();
    if (now != null) {
      now.notices().forEach(notice -> content.add(notice(notice)));
    }
    content.add(new CodeLine(address.toString(), this::copy));
    content.add(new CodeLine(DOTS, "Copy the token", this::copyToken));
    content.add(
        Texts.quiet(
            "Apps on this machine send the token as a bearer token. Web pages that you do not"
                + " list and other machines are refused."));
    return card.with(content.toArray(Node[]::new));
  }

  private static Node notice(String text) {
    Label words = Texts.body(text);
    HBox.setHgrow(words, Priority.ALWAYS);
    return new HBox(8, new StateMark(Tone.WARN), words);
  }

  private static Node elsewhere() {
    return card("Where requests go")
        .with(
            Texts.quiet(
                "The gateway runs in another Wheelhouse, which shows its figures. Keys and settings"
                    + " that you change here count there too."));
  }

  private Node behind(@Nullable GatewayNow now) {
    Card card = card("Where requests go", Buttons.ghost("Manage", () -> go("providers")));
    if (now == null || now.upstreams().isEmpty()) {
      return card.with(
          Texts.quiet(
              "There is no model behind the gateway yet. Start a stack with Ollama, or add the key"
                  + " of a provider."),
          new HBox(
              8,
              Buttons.plain("Open home", () -> frame.navigator().go(ScreenName.HOME)),
              Buttons.plain("Add a provider", () -> go("providers"))));
    }
    return card.with(now.upstreams().stream().map(UpstreamLine::new).toArray(Node[]::new));
  }

  private static Card card(String title, Node... right) {
    Card card = new Card(title, right);
    card.setPrefWidth(440);
    card.setMinWidth(0);
    return card;
  }

  private void showCharts(List<RequestSpan> course) {
    List<Figure> figures = Figure.of(course);
    boolean quiet = course.stream().allMatch(span -> span.requests() == 0);
    Visibility.show(nothing, quiet && !course.isEmpty());
    charts.getChildren().clear();
    for (int i = 0; i < figures.size(); i++) {
      Figure figure = figures.get(i);
      Chart chart = new Chart(figure.title(), figure.tone());
      chart.show(figure.words(), figure.note(), figure.values(), figure.atLeast());
      chart.setPrefHeight(CHART);
      charts.add(chart, i % COLUMNS, i / COLUMNS);
    }
  }

  private void go(String section) {
    frame.navigator().go(ScreenName.GATEWAY, section);
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
