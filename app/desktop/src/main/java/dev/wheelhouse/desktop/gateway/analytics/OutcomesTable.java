// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.analytics;

import dev.wheelhouse.desktop.control.Tables;
import dev.wheelhouse.desktop.format.Amounts;
import dev.wheelhouse.desktop.format.Times;
import dev.wheelhouse.desktop.gateway.part.Columns;
import dev.wheelhouse.desktop.gateway.part.ShareBar;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.engine.gateway.request.ModelOutcome;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import javafx.collections.transformation.SortedList;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** A row for each model and temperature; a click on a column sorts by it. */
final class OutcomesTable extends TableView<ModelOutcome> {
  private static final double WIDE = 860;
  private static final String NOTHING = "–";

  private final AnalyticsViewModel model;

  OutcomesTable(AnalyticsViewModel model) {
    this.model = model;
    SortedList<ModelOutcome> sorted = new SortedList<>(model.outcomes());
    sorted.comparatorProperty().bind(comparatorProperty());
    setItems(sorted);
    setId("outcomes");
    setAccessibleText("What models led to");
    sort(Columns.add(this, "Model", 140, 0, OutcomesTable::showModel), ModelOutcome::model);
    by("Temperature", 100, OutcomesTable::temperature, OutcomesTable::temperatureOf);
    sort(
        Columns.add(this, "Requests", 154, 170, this::showRequests),
        outcome -> outcome.ends().requests());
    by("Answered", 76, OutcomesTable::answered, OutcomesTable::answeredShare);
    by(
        "First token",
        84,
        outcome -> time(outcome.time().firstToken()),
        outcome -> nanos(outcome.time().firstToken()));
    by(
        "Took",
        76,
        outcome -> time(outcome.time().total()),
        outcome -> nanos(outcome.time().total()));
    TableColumn<ModelOutcome, ModelOutcome> tokens =
        by("Tokens", 104, OutcomesTable::tokens, outcome -> outcome.time().outputTokens());
    by("Cost", 76, outcome -> Amounts.money(outcome.cost()), ModelOutcome::cost);
    TableColumn<ModelOutcome, ModelOutcome> liked =
        by("Liked", 84, OutcomesTable::liked, OutcomesTable::likedShare);
    widthProperty()
        .subscribe(width ->
            List.of(tokens, liked)
                .forEach(column ->
                    column.setVisible(width.doubleValue() < 1 || width.doubleValue() >= WIDE)));
  }

  void hug(Region card) {
    Columns.hug(this, card);
  }

  private TableColumn<ModelOutcome, ModelOutcome> by(
      String title,
      double width,
      Function<ModelOutcome, String> words,
      ToDoubleFunction<ModelOutcome> value) {
    TableColumn<ModelOutcome, ModelOutcome> column =
        Columns.numbers(
            this,
            title,
            width,
            (cell, outcome) -> {
              Tables.number(cell, words.apply(outcome));
              cell.setTooltip(new Tooltip(explained(outcome)));
            });
    column.setSortable(true);
    column.setComparator(Comparator.comparingDouble(value));
    return column;
  }

  private static <C extends Comparable<C>> void sort(
      TableColumn<ModelOutcome, ModelOutcome> column, Function<ModelOutcome, C> value) {
    column.setSortable(true);
    column.setComparator(Comparator.comparing(value));
  }

  private static void showModel(TableCell<ModelOutcome, ModelOutcome> cell, ModelOutcome outcome) {
    Label name = new Label(outcome.model());
    name.getStyleClass().add(Style.MEDIUM);
    cell.setGraphic(name);
    cell.setTooltip(new Tooltip(outcome.model()));
  }

  private void showRequests(TableCell<ModelOutcome, ModelOutcome> cell, ModelOutcome outcome) {
    Label number = new Label(String.valueOf(outcome.ends().requests()));
    number.setMinWidth(48);
    number.setAlignment(Pos.CENTER_RIGHT);
    ShareBar bar = new ShareBar(72);
    bar.show((double) outcome.ends().requests() / Math.max(1, model.most()));
    HBox box = new HBox(10, number, bar);
    box.setAlignment(Pos.CENTER_LEFT);
    cell.setGraphic(box);
  }

  private static String temperature(ModelOutcome outcome) {
    Double temperature = outcome.temperature();
    return temperature == null ? "Default" : String.format(Locale.ROOT, "%.2f", temperature);
  }

  private static double temperatureOf(ModelOutcome outcome) {
    Double temperature = outcome.temperature();
    return temperature == null ? -1 : temperature;
  }

  private static String answered(ModelOutcome outcome) {
    return Amounts.percent(answeredShare(outcome));
  }

  private static double answeredShare(ModelOutcome outcome) {
    return (double) outcome.ends().completed() / Math.max(1, outcome.ends().requests());
  }

  private static String tokens(ModelOutcome outcome) {
    return Math.round(outcome.time().inputTokens())
        + " → "
        + Math.round(outcome.time().outputTokens());
  }

  /** The score from -1 to 1 as the part of those who liked it. */
  private static String liked(ModelOutcome outcome) {
    return outcome.score() == null
        ? NOTHING
        : Amounts.percent(likedShare(outcome)) + " of " + outcome.rated();
  }

  private static double likedShare(ModelOutcome outcome) {
    Double score = outcome.score();
    return score == null ? -1 : (score + 1) / 2;
  }

  private static String time(@Nullable Duration time) {
    return time == null ? NOTHING : Times.brief(time);
  }

  private static double nanos(@Nullable Duration time) {
    return time == null ? -1 : time.toNanos();
  }

  private static String explained(ModelOutcome outcome) {
    ModelOutcome.Ends ends = outcome.ends();
    return "%d answered, %d failed, %d left by their clients\nTokens are read → written, on average"
        .formatted(
            ends.completed(), ends.failed(), ends.requests() - ends.completed() - ends.failed());
  }
}
