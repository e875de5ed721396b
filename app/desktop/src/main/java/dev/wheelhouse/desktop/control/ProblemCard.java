// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.control;

import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.desktop.theme.Tone;
import dev.wheelhouse.engine.problem.Problem;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** A problem inline: what happened, what was seen, what to do, and the buttons that do it. */
public final class ProblemCard extends VBox {
  private static final int LINES = 12;

  /**
   * @param actions what remedies it, the best first
   */
  public ProblemCard(Problem problem, Button... actions) {
    this(Tone.DANGER, problem, actions);
  }

  /**
   * @param tone DANGER where something failed, WARN where something is only in the way
   */
  public ProblemCard(Tone tone, Problem problem, Button... actions) {
    getStyleClass().addAll("problem-card", tone.styleClass());
    setAccessibleRole(AccessibleRole.TEXT);
    setAccessibleText(problem.cause() + ". " + problem.remedy());
    getChildren().add(heading(tone, problem));
    if (!problem.evidence().isEmpty()) {
      getChildren().add(evidence(problem));
    }
    Label remedy = new Label(problem.remedy());
    remedy.setWrapText(true);
    remedy.setMinHeight(USE_PREF_SIZE);
    getChildren().add(remedy);
    if (actions.length > 0) {
      FlowPane buttons = new FlowPane(8, 8, actions);
      buttons.getStyleClass().add("problem-buttons");
      getChildren().add(buttons);
    }
  }

  private static Node heading(Tone tone, Problem problem) {
    Label cause = new Label(problem.cause());
    cause.getStyleClass().add(Style.STRONG);
    cause.setWrapText(true);
    cause.setMinHeight(USE_PREF_SIZE);
    HBox.setHgrow(cause, Priority.ALWAYS);
    StackPane mark = new StackPane(new StateMark(tone));
    mark.getStyleClass().add("problem-mark");
    HBox box = new HBox(12, mark, cause);
    box.setAlignment(Pos.CENTER_LEFT);
    return box;
  }

  private static Node evidence(Problem problem) {
    VBox box = new VBox();
    box.getStyleClass().add("evidence");
    int from = Math.max(0, problem.evidence().size() - LINES);
    for (String line : problem.evidence().subList(from, problem.evidence().size())) {
      Label label = new Label(line);
      label.setWrapText(true);
      label.setMinHeight(USE_PREF_SIZE);
      box.getChildren().add(label);
    }
    return box;
  }
}
