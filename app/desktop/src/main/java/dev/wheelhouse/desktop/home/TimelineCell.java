// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.home;

import dev.wheelhouse.desktop.control.StateMark;
import dev.wheelhouse.desktop.format.Times;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.desktop.theme.Tone;
import dev.wheelhouse.engine.stack.StackEvent;
import java.time.InstantSource;
import java.time.ZoneId;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;

/** One line of the timeline: when, how it is meant, what. */
final class TimelineCell extends ListCell<StackEvent.Timeline> {
  private final ZoneId zone;
  private final InstantSource clock;
  private final Label time = new Label();
  private final StateMark mark = new StateMark(Tone.MUTED);
  private final Label text = new Label();
  private final Tooltip tip = new Tooltip();
  private final HBox face = new HBox(10, time, mark, text);

  TimelineCell(ZoneId zone, InstantSource clock) {
    this.zone = zone;
    this.clock = clock;
    time.getStyleClass().addAll(Style.CAPTION, Style.QUIET);
    time.setMinWidth(USE_PREF_SIZE);
    text.setMinWidth(0);
    face.setAlignment(Pos.CENTER_LEFT);
    setPrefWidth(0);
  }

  @Override
  protected void updateItem(StackEvent.Timeline line, boolean empty) {
    super.updateItem(line, empty);
    boolean blank = empty || line == null;
    setGraphic(blank ? null : face);
    setTooltip(blank ? null : tip);
    if (!blank) {
      time.setText(Times.clockOrDay(line.at(), clock.instant(), zone));
      mark.show(tone(line.level()));
      text.setText(line.text());
      tip.setText(line.text() + "\n" + Times.absolute(line.at(), zone));
      setAccessibleText(time.getText() + " " + line.text());
    }
  }

  private static Tone tone(StackEvent.Timeline.Level level) {
    return switch (level) {
      case INFO -> Tone.MUTED;
      case GOOD -> Tone.OK;
      case WARNING -> Tone.WARN;
      case BAD -> Tone.DANGER;
    };
  }
}
