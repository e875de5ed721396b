// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.status;

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
import javafx.scene.layout.VBox;

/** What all services use together of one thing: the figure of now, and its course. */
final class UseCard extends VBox {
  private final String title;
  private final Label now = new Label();
  private final Sparkline course = new Sparkline(UseHistory.MOST);

  UseCard(String title) {
    this.title = title;
    getStyleClass().addAll(Style.CARD, "use-card", Tone.ACCENT.styleClass());
    setAccessibleRole(AccessibleRole.TEXT);
    now.getStyleClass().addAll(Style.LEAD, Style.MEDIUM);
    now.setMinWidth(USE_PREF_SIZE);
    Label name = Texts.heading(title);
    name.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(name, Priority.ALWAYS);
    HBox head = new HBox(8, name, now);
    head.setAlignment(Pos.BASELINE_LEFT);
    Label span = new Label("The last two minutes, all services");
    span.getStyleClass().addAll(Style.CAPTION, Style.QUIET);
    VBox.setVgrow(course, Priority.ALWAYS);
    getChildren().addAll(head, span, course);
  }

  /**
   * @param words the newest value with its unit
   * @param atLeast what the top of the picture stands for while no value is higher
   */
  void show(String words, List<Double> values, double atLeast) {
    now.setText(words);
    course.show(values, atLeast);
    setAccessibleText(title + ", " + words);
  }
}
