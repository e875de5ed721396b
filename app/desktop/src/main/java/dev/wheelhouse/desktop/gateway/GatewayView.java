// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway;

import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.control.PageHeader;
import dev.wheelhouse.desktop.control.ProblemCard;
import dev.wheelhouse.desktop.control.Segmented;
import dev.wheelhouse.desktop.control.StateMark;
import dev.wheelhouse.desktop.control.Visibility;
import dev.wheelhouse.desktop.frame.Frame;
import dev.wheelhouse.desktop.frame.Screen;
import dev.wheelhouse.desktop.frame.ScreenName;
import dev.wheelhouse.desktop.theme.Tone;
import dev.wheelhouse.engine.gateway.LocalGateway;
import dev.wheelhouse.engine.problem.Problem;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** Shows {@link GatewayViewModel}, and one section at a time. */
public final class GatewayView implements Screen {
  private final GatewayViewModel model;
  private final Frame frame;
  private final Map<Section, Supplier<Screen>> makers;
  private final Map<Section, Screen> made = new EnumMap<>(Section.class);
  private final Segmented<Section> tabs = new Segmented<>("Part of the gateway", this::select);
  private Section selected = Section.OVERVIEW;
  private boolean visible;

  @FXML private VBox root;
  @FXML private PageHeader header;
  @FXML private VBox problem;
  @FXML private HBox tabLine;
  @FXML private StackPane body;

  /**
   * @param sections makes each section when it is first shown
   */
  public GatewayView(GatewayViewModel model, Frame frame, Map<Section, Supplier<Screen>> sections) {
    this.model = model;
    this.frame = frame;
    this.makers = new EnumMap<>(sections);
  }

  @FXML
  void initialize() {
    for (Section section : Section.values()) {
      if (makers.containsKey(section)) {
        tabs.add(section, section.title(), "section-" + section.item());
      }
    }
    tabs.select(selected);
    tabLine.getChildren().setAll(tabs);
    model.stateProperty().subscribe(state -> show());
    model.problemProperty().subscribe(cause -> show());
    body.getChildren().setAll(section().root());
  }

  @Override
  public Parent root() {
    return root;
  }

  @Override
  public void shown() {
    visible = true;
    model.shown();
    section().shown();
  }

  @Override
  public void hidden() {
    visible = false;
    section().hidden();
  }

  @Override
  public void open(String item) {
    Section.of(item)
        .filter(makers::containsKey)
        .ifPresent(section -> {
          tabs.select(section);
          select(section);
          section().focus();
        });
  }

  @Override
  public void focus() {
    tabs.getChildren().stream()
        .filter(tab -> tab.getId().equals("section-" + selected.item()))
        .forEach(javafx.scene.Node::requestFocus);
  }

  @Override
  public boolean escape() {
    return section().escape();
  }

  private Screen section() {
    return made.computeIfAbsent(
        selected, section -> Objects.requireNonNull(makers.get(section)).get());
  }

  private void select(Section wanted) {
    if (wanted == selected) {
      return;
    }
    section().hidden();
    selected = wanted;
    body.getChildren().setAll(section().root());
    if (visible) {
      section().shown();
    }
  }

  private void show() {
    LocalGateway.State state = model.stateProperty().get();
    Problem cause = model.problemProperty().get();
    header.getActions().clear();
    switch (state) {
      case LocalGateway.State.Off _ -> {
        header.setSubtitleGraphic(new StateMark(Tone.MUTED));
        header.setSubtitle("Off");
        header
            .getActions()
            .setAll(Buttons.primary(Feather.PLAY, "Start the gateway", model::start));
      }
      case LocalGateway.State.Failed failed -> {
        header.setSubtitleGraphic(new StateMark(Tone.DANGER));
        header.setSubtitle("Not running");
        cause = failed.problem();
      }
      case LocalGateway.State.Listening listening -> {
        header.setSubtitleGraphic(new StateMark(Tone.OK));
        header.setSubtitle(
            (listening.joined() ? "Running in another Wheelhouse window at " : "Running at ")
                + listening.address());
      }
    }
    show(cause);
  }

  private void show(@Nullable Problem cause) {
    problem.getChildren().clear();
    if (cause != null) {
      problem
          .getChildren()
          .add(
              new ProblemCard(
                  cause,
                  Buttons.primary("Start again", model::start),
                  Buttons.plain("Open settings", () -> frame.navigator().go(ScreenName.SETTINGS))));
    }
    Visibility.show(problem, cause != null);
  }
}
