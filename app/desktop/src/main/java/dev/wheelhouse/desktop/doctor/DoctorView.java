// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.doctor;

import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.control.FactList;
import dev.wheelhouse.desktop.control.PageHeader;
import dev.wheelhouse.desktop.control.ProblemCard;
import dev.wheelhouse.desktop.control.StateMark;
import dev.wheelhouse.desktop.control.Texts;
import dev.wheelhouse.desktop.control.Visibility;
import dev.wheelhouse.desktop.frame.Frame;
import dev.wheelhouse.desktop.frame.Screen;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.desktop.theme.Tone;
import dev.wheelhouse.engine.docker.DockerConnection;
import dev.wheelhouse.engine.docker.EngineInfo;
import dev.wheelhouse.engine.doctor.Check;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.text.Sizes;
import java.util.List;
import java.util.stream.Collectors;
import javafx.collections.ListChangeListener;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** Shows {@link DoctorViewModel}. */
public final class DoctorView implements Screen {
  private final DoctorViewModel model;
  private final Frame frame;
  private final Button again;

  @FXML private ScrollPane root;
  @FXML private PageHeader header;
  @FXML private VBox problem;
  @FXML private VBox checks;
  @FXML private VBox engine;

  public DoctorView(DoctorViewModel model, Frame frame) {
    this.model = model;
    this.frame = frame;
    again = Buttons.plain(Feather.REFRESH_CW, "Check again", model::check);
  }

  @FXML
  void initialize() {
    header.subtitleProperty().bind(model.summaryProperty());
    header
        .getActions()
        .addAll(Buttons.plain(Feather.COPY, "Copy the report", this::copyReport), again);
    again.disableProperty().bind(model.busyProperty());
    model.checks().addListener((ListChangeListener<Check>) change -> showChecks());
    model.engineProperty().subscribe(this::showEngine);
    model.problemProperty().subscribe(this::showProblem);
    showChecks();
  }

  @Override
  public Parent root() {
    return root;
  }

  @Override
  public void shown() {
    model.check();
  }

  @Override
  public void focus() {
    again.requestFocus();
  }

  private void showChecks() {
    List<Check> found = model.checks();
    checks.getChildren().clear();
    for (int i = 0; i < found.size(); i++) {
      Node row = row(found.get(i));
      if (i == found.size() - 1) {
        row.getStyleClass().add("last");
      }
      checks.getChildren().add(row);
    }
    Visibility.show(checks, !found.isEmpty());
  }

  private static Node row(Check check) {
    Label name = new Label(check.name());
    name.getStyleClass().addAll(Style.MEDIUM, "check-name");
    VBox words = new VBox(4, Texts.body(check.finding()));
    if (!check.evidence().isEmpty()) {
      words.getChildren().add(Texts.quiet(String.join("\n", check.evidence())));
    }
    if (!check.remedy().isEmpty()) {
      words.getChildren().add(Texts.quiet(check.remedy()));
    }
    words.setMinWidth(0);
    HBox.setHgrow(words, Priority.ALWAYS);
    StateMark mark = new StateMark(tone(check.verdict()));
    HBox markBox = new HBox(mark);
    markBox.setAlignment(Pos.CENTER);
    markBox.setMinHeight(17);
    markBox.setMaxHeight(17);
    HBox row = new HBox(markBox, name, words);
    row.getStyleClass().add("check");
    row.setAccessibleRole(AccessibleRole.TEXT);
    row.setAccessibleText(word(check.verdict()) + ": " + check.name() + ". " + check.finding());
    return row;
  }

  private void showEngine(DockerConnection.State state) {
    engine.getChildren().clear();
    state
        .engine()
        .ifPresent(
            info -> engine.getChildren().setAll(Texts.heading("Docker engine"), facts(info)));
    Visibility.show(engine, state.engine().isPresent());
  }

  private static FactList facts(EngineInfo info) {
    FactList facts = new FactList();
    facts.add("Product", info.product());
    facts.add("Version", info.version() + " (API " + info.apiVersion() + ")");
    facts.add("System", info.operatingSystem());
    facts.add("Processors", String.valueOf(info.cpus()));
    facts.add("Memory", Sizes.memory(info.memoryBytes()));
    facts.add("Address", info.endpoint());
    facts.add("Data", info.dataRoot());
    return facts;
  }

  private void showProblem(@Nullable Problem cause) {
    problem.getChildren().clear();
    if (cause != null) {
      problem.getChildren().add(new ProblemCard(cause));
    }
    Visibility.show(problem, cause != null);
  }

  private void copyReport() {
    String report =
        model.checks().stream()
            .map(check ->
                word(check.verdict())
                    + "  "
                    + check.name()
                    + ": "
                    + check.finding()
                    + check.evidence().stream()
                        .map(line -> "\n      " + line)
                        .collect(Collectors.joining()))
            .collect(Collectors.joining("\n"));
    frame.outside().copy(report);
    frame.notices().done("The report is on the clipboard");
  }

  private static String word(Check.Verdict verdict) {
    return switch (verdict) {
      case GOOD -> "Good";
      case ATTENTION -> "Attention";
      case BAD -> "Bad";
    };
  }

  private static Tone tone(Check.Verdict verdict) {
    return switch (verdict) {
      case GOOD -> Tone.OK;
      case ATTENTION -> Tone.WARN;
      case BAD -> Tone.DANGER;
    };
  }
}
