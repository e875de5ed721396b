// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.home;

import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.desktop.theme.Tone;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The first three steps: an engine, the stack, a model. */
public final class StepsPane extends HBox {
  private record Step(String title, String text) {}

  private static final List<Step> STEPS =
      List.of(
          new Step("Docker engine", "Runs the services"),
          new Step("Start the stack", "Databases, Ollama, dashboards"),
          new Step("Get a model", "The one you will talk to"));

  public StepsPane() {
    getStyleClass().addAll(Style.CARD, "steps");
    setAlignment(Pos.CENTER_LEFT);
  }

  /**
   * @param active the step to do now, from 0; those before are done
   * @param skip what can be done instead
   */
  void show(int active, String skipWords, Runnable skip) {
    getChildren().clear();
    for (int i = 0; i < STEPS.size(); i++) {
      getChildren().add(step(i, active));
      if (i < STEPS.size() - 1) {
        Region line = new Region();
        line.getStyleClass().add("step-line");
        HBox.setHgrow(line, Priority.ALWAYS);
        getChildren().add(line);
      }
    }
    getChildren().add(Buttons.ghost(skipWords, skip));
  }

  private static Node step(int index, int active) {
    Step step = STEPS.get(index);
    Label number = new Label(index < active ? "" : String.valueOf(index + 1));
    number.getStyleClass().addAll("step-number", Style.STRONG);
    if (index < active) {
      number.setGraphic(FontIcon.of(Feather.CHECK, 14));
    }
    Label title = new Label(step.title());
    title.getStyleClass().add(index == active ? Style.STRONG : Style.MEDIUM);
    Label text = new Label(index < active ? "Done" : step.text());
    text.getStyleClass().addAll(Style.CAPTION, Style.QUIET);
    HBox box = new HBox(10, number, new VBox(title, text));
    box.setAlignment(Pos.CENTER_LEFT);
    box.setMinWidth(USE_PREF_SIZE);
    Tone tone = index < active ? Tone.OK : index == active ? Tone.ACCENT : Tone.MUTED;
    box.getStyleClass().addAll("step", tone.styleClass());
    box.setAccessibleText(
        "Step " + (index + 1) + ", " + step.title() + (index < active ? ", done" : ""));
    return box;
  }
}
