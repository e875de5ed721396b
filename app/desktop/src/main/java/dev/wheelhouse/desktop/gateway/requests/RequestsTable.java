// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.requests;

import dev.wheelhouse.desktop.control.StateBadge;
import dev.wheelhouse.desktop.control.Tables;
import dev.wheelhouse.desktop.format.Times;
import dev.wheelhouse.desktop.gateway.part.Columns;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.engine.gateway.request.RequestEntry;
import java.time.Clock;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** A row for each request; only those in sight are made. */
final class RequestsTable extends TableView<RequestEntry> {
  private static final double WIDE = 860;

  private final RequestsViewModel model;
  private final Clock clock;

  RequestsTable(RequestsViewModel model, Clock clock) {
    super(model.shown());
    this.model = model;
    this.clock = clock;
    setId("requests");
    setAccessibleText("Requests");
    Columns.add(this, "At", 76, 76, this::showTime);
    Columns.add(this, "Model", 150, 0, RequestsTable::showModel);
    TableColumn<RequestEntry, RequestEntry> by =
        Columns.add(this, "By", 84, 110, (cell, entry) -> cell.setText(entry.asked().key()));
    Columns.add(this, "Result", 124, 124, RequestsTable::showResult);
    TableColumn<RequestEntry, RequestEntry> tokens =
        Columns.numbers(this, "Tokens", 96, RequestsTable::showTokens);
    TableColumn<RequestEntry, RequestEntry> first =
        Columns.numbers(this, "First token", 84, RequestsTable::showFirst);
    Columns.add(this, "Took", 190, 240, this::showTook);
    List<TableColumn<RequestEntry, RequestEntry>> optional = List.of(by, tokens, first);
    widthProperty()
        .subscribe(width ->
            optional.forEach(column ->
                column.setVisible(width.doubleValue() < 1 || width.doubleValue() >= WIDE)));
  }

  void hug(Region card) {
    Columns.hug(this, card);
  }

  private void showTime(TableCell<RequestEntry, RequestEntry> cell, RequestEntry entry) {
    cell.setText(Times.clockOrDay(entry.at(), clock.instant(), clock.getZone()));
    cell.setTooltip(new Tooltip(Times.absolute(entry.at(), clock.getZone())));
  }

  private static void showModel(TableCell<RequestEntry, RequestEntry> cell, RequestEntry entry) {
    Label name =
        new Label(
            entry.asked().model().isEmpty() ? entry.asked().operation() : entry.asked().model());
    name.getStyleClass().add(Style.MEDIUM);
    Label upstream = new Label(entry.route().upstream());
    upstream.getStyleClass().addAll(Style.CAPTION, Style.QUIET);
    upstream.setMinWidth(0);
    HBox box = new HBox(8, name, upstream);
    box.setAlignment(Pos.CENTER_LEFT);
    cell.setGraphic(box);
    if (!entry.route().reason().isEmpty()) {
      cell.setTooltip(new Tooltip(entry.route().reason()));
    }
  }

  private static void showResult(TableCell<RequestEntry, RequestEntry> cell, RequestEntry entry) {
    cell.setGraphic(new StateBadge(Looks.tone(entry), Looks.outcome(entry)));
    if (!entry.result().error().isEmpty()) {
      cell.setTooltip(new Tooltip(entry.result().error()));
    }
  }

  private static void showTokens(TableCell<RequestEntry, RequestEntry> cell, RequestEntry entry) {
    boolean any = entry.tokens().input() + entry.tokens().output() > 0;
    Tables.number(cell, any ? entry.tokens().input() + " → " + entry.tokens().output() : "");
    cell.setTooltip(new Tooltip("Read → written"));
  }

  private static void showFirst(TableCell<RequestEntry, RequestEntry> cell, RequestEntry entry) {
    Tables.number(
        cell, entry.timing().firstToken() == null ? "" : Times.brief(entry.timing().firstToken()));
  }

  private void showTook(TableCell<RequestEntry, RequestEntry> cell, RequestEntry entry) {
    RequestEntry.Timing timing = entry.timing();
    Label total = new Label(Times.brief(timing.total()));
    total.setMinWidth(56);
    total.setAlignment(Pos.CENTER_RIGHT);
    SplitBar bar = new SplitBar(timing, model.longest());
    HBox.setHgrow(bar, Priority.ALWAYS);
    HBox box = new HBox(10, total, bar);
    box.setAlignment(Pos.CENTER_LEFT);
    cell.setGraphic(box);
    cell.setTooltip(
        new Tooltip(
            "Queue "
                + Times.brief(timing.queue())
                + "\nUpstream "
                + Times.brief(timing.upstream())
                + "\nGateway "
                + Times.brief(timing.gateway())));
  }
}
