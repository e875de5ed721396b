// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.part;

import dev.wheelhouse.desktop.control.Sparkline;
import dev.wheelhouse.desktop.control.Texts;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.desktop.theme.Tone;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** One figure: what it comes to, and its course. */
public final class Chart extends VBox {
  private final String title;
  private final Label sum = new Label();
  private final Label caption = new Label();
  private final StackPane room = new StackPane();
  private int values = -1;
  private Sparkline line = new Sparkline(1);

  public Chart(String title, Tone tone) {
    this.title = title;
    getStyleClass().addAll(Style.CARD, "gateway-chart", tone.styleClass());
    setAccessibleRole(AccessibleRole.TEXT);
    sum.getStyleClass().addAll(Style.LEAD, Style.MEDIUM);
    sum.setMinWidth(USE_PREF_SIZE);
    Label name = Texts.heading(title);
    name.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(name, Priority.ALWAYS);
    HBox head = new HBox(8, name, sum);
    head.setAlignment(Pos.BASELINE_LEFT);
    caption.getStyleClass().addAll(Style.CAPTION, Style.QUIET);
    room.setMinHeight(0);
    VBox.setVgrow(room, Priority.ALWAYS);
    getChildren().addAll(head, caption, room);
  }

  /**
   * @param words what it comes to, with its unit
   * @param course from the oldest to the newest
   * @param atLeast what the top stands for while no value is higher
   */
  public void show(String words, String note, List<Double> course, double atLeast) {
    sum.setText(words);
    caption.setText(note);
    if (values != course.size()) {
      values = course.size();
      line = new Sparkline(values);
      room.getChildren().setAll(line);
    }
    line.show(course, atLeast);
    setAccessibleText(title + ", " + words + ", " + note);
  }
}
