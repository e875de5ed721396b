// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.analytics;

import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.control.EmptyState;
import dev.wheelhouse.desktop.control.ProblemCard;
import dev.wheelhouse.desktop.control.Segmented;
import dev.wheelhouse.desktop.control.Texts;
import dev.wheelhouse.desktop.control.Visibility;
import dev.wheelhouse.desktop.frame.Frame;
import dev.wheelhouse.desktop.frame.Screen;
import dev.wheelhouse.desktop.frame.ScreenName;
import dev.wheelhouse.desktop.gateway.part.Range;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.engine.problem.Problem;
import java.util.List;
import javafx.beans.Observable;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** Shows {@link AnalyticsViewModel}. */
public final class AnalyticsSection implements Screen {
  private final AnalyticsViewModel model;
  private final Frame frame;
  private final VBox problem = new VBox();
  private final VBox tableCard;
  private final VBox empty = new VBox();
  private final OutcomesTable table;
  private final VBox root;

  public AnalyticsSection(AnalyticsViewModel model, Frame frame) {
    this.model = model;
    this.frame = frame;
    Label words =
        Texts.quiet("Which model, at which temperature, answers how fast, how well, for how much.");
    words.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(words, Priority.ALWAYS);
    Segmented<Range> ranges = Range.choice(model.range(), "analytics-", model::choose);
    HBox head = new HBox(12, words, ranges);
    head.setAlignment(Pos.CENTER_LEFT);
    table = new OutcomesTable(model);
    tableCard = new VBox(table);
    tableCard.getStyleClass().addAll(Style.CARD, "table-card");
    VBox.setVgrow(table, Priority.ALWAYS);
    VBox.setVgrow(tableCard, Priority.ALWAYS);
    table.hug(tableCard);
    empty.getStyleClass().add(Style.CARD);
    empty.setAlignment(Pos.CENTER);
    VBox.setVgrow(empty, Priority.ALWAYS);
    root = new VBox(16, head, problem, tableCard, empty);
    for (Observable observed :
        List.of(
            model.outcomes(),
            model.loadedProperty(),
            model.loggedProperty(),
            model.problemProperty())) {
      observed.addListener(any -> show());
    }
    show();
  }

  @Override
  public Parent root() {
    return root;
  }

  @Override
  public void shown() {
    model.follow(true);
  }

  @Override
  public void hidden() {
    model.follow(false);
  }

  @Override
  public void focus() {
    table.requestFocus();
  }

  private void show() {
    Problem cause = model.problemProperty().get();
    problem.getChildren().clear();
    if (cause != null) {
      problem.getChildren().add(new ProblemCard(cause));
    }
    Visibility.show(problem, cause != null);
    boolean none = model.outcomes().isEmpty();
    Visibility.show(tableCard, !none);
    boolean nothing = none && model.loadedProperty().get() && cause == null;
    boolean logged = model.loggedProperty().get();
    if (nothing && !Boolean.valueOf(logged).equals(empty.getUserData())) {
      empty.setUserData(logged);
      empty.getChildren().setAll(nothing(logged));
    }
    Visibility.show(empty, nothing);
  }

  private EmptyState nothing(boolean logged) {
    if (!logged) {
      return new EmptyState(
          Feather.BAR_CHART_2,
          "Requests are not logged",
          "What models led to is added up from the log. Contents are not part of it unless you"
              + " want them.",
          Buttons.primary("Log requests", model::log));
    }
    return new EmptyState(
        Feather.BAR_CHART_2,
        "Nothing to compare in this time",
        "With the first requests of an app you see here what each model and temperature leads to.",
        Buttons.primary(
            "Connect an app", () -> frame.navigator().go(ScreenName.GATEWAY, "connect")));
  }
}
