// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.shell;

import atlantafx.base.controls.Popover;
import dev.wheelhouse.desktop.control.StateMark;
import dev.wheelhouse.desktop.format.Times;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.desktop.theme.Tone;
import java.time.ZoneId;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Opens the list of everything that ran since the window opened. */
final class HistoryButton extends Button {
  private static final double ROW = 44;
  private static final int MOST_ROWS = 8;

  private final JobTrayViewModel model;

  HistoryButton(JobTrayViewModel model) {
    this.model = model;
    setGraphic(FontIcon.of(Feather.CLOCK, 16));
    getStyleClass().addAll(Style.ICON_BUTTON, Style.GHOST);
    setId("job-history");
    setAccessibleText("What ran");
    setTooltip(new Tooltip("What ran"));
    setOnAction(event -> open());
  }

  private void open() {
    ListView<JobLine> list = new ListView<>(model.history());
    list.setCellFactory(view -> new Cell());
    list.setPlaceholder(new Label("Nothing ran yet"));
    list.setFixedCellSize(ROW);
    list.setPrefSize(440, Math.clamp(model.history().size(), 1, MOST_ROWS) * ROW + 4);
    list.setAccessibleText("What ran");
    Label heading = new Label("What ran");
    heading.getStyleClass().addAll(Style.LEAD, Style.STRONG);
    VBox content = new VBox(8, heading, list);
    content.getStyleClass().add("history");
    Popover popover = new Popover(content);
    popover.setArrowLocation(Popover.ArrowLocation.TOP_RIGHT);
    popover.setHeaderAlwaysVisible(false);
    popover.setDetachable(false);
    popover.setAnimated(false);
    popover.show(this);
  }

  private static final class Cell extends ListCell<JobLine> {
    private final StateMark mark = new StateMark(Tone.MUTED);
    private final Label title = new Label();
    private final Label step = new Label();
    private final Label time = new Label();
    private final HBox face;

    Cell() {
      step.getStyleClass().addAll(Style.CAPTION, Style.QUIET);
      time.getStyleClass().addAll(Style.CAPTION, Style.QUIET);
      time.setMinWidth(USE_PREF_SIZE);
      VBox words = new VBox(2, title, step);
      words.setAlignment(Pos.CENTER_LEFT);
      words.setMinWidth(0);
      HBox.setHgrow(words, Priority.ALWAYS);
      face = new HBox(10, mark, words, time);
      face.setAlignment(Pos.CENTER_LEFT);
      setPrefWidth(0);
    }

    @Override
    protected void updateItem(JobLine line, boolean empty) {
      super.updateItem(line, empty);
      setGraphic(empty || line == null ? null : face);
      setText(null);
      if (!empty && line != null) {
        mark.show(line.tone());
        title.setText(line.title());
        step.setText(line.running() ? line.step() + " " + line.figures() : line.step());
        time.setText(Times.clock(line.startedAt(), ZoneId.systemDefault()));
        setAccessibleText(line.title() + ". " + line.step());
      }
    }
  }
}
