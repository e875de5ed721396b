// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.logs;

import dev.wheelhouse.engine.log.LogLine.Level;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.geometry.Orientation;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Region;
import javafx.scene.shape.Path;
import javafx.scene.text.Text;

/** One line: when, who, how loud, what. Reused for other lines while the list is scrolled. */
final class LogRow extends Region {
  /** Rows that do not wrap. */
  static final double HEIGHT = 20;

  /** Longer lines are cut on the screen; copying and the details give all of it. */
  static final int SHOWN = 2_000;

  private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");
  private static final PseudoClass FOUND = PseudoClass.getPseudoClass("found");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
  private static final double LEFT = 16;
  private static final double GAP = 12;
  private static final double BASELINE = 3;
  private static final int TIME_CHARACTERS = 12;
  private static final int LEVEL_CHARACTERS = 5;

  private final Text time = text("log-time");
  private final Text service = text("log-service");
  private final Text level = text("log-level");
  private final Text message = text("log-message");
  private final Path marks = new Path();
  private RowLook look;
  private String serviceClass = "";
  private String levelClass = "";

  LogRow(RowLook look) {
    this.look = look;
    getStyleClass().add("log-row");
    marks.getStyleClass().add("log-mark");
    marks.setManaged(false);
    marks.setStroke(null);
    getChildren().addAll(marks, time, service, level, message);
    setAccessibleRole(AccessibleRole.LIST_ITEM);
  }

  void show(StoredLine line, int color, RowLook wanted) {
    look = wanted;
    time.setVisible(look.times());
    time.setText(TIME.format(line.at().atZone(look.zone())));
    service.setText(line.service());
    serviceClass = restyle(service, serviceClass, "series-" + (char) ('a' + color));
    level.setText(word(line.level()));
    levelClass =
        restyle(level, levelClass, "level-" + line.level().name().toLowerCase(Locale.ROOT));
    String text = line.text();
    message.setText(
        text.length() <= SHOWN
            ? text
            : text.substring(0, SHOWN)
                + String.format(" … %,d more characters", text.length() - SHOWN));
    setAccessibleText(line.plain(look.times()));
    requestLayout();
  }

  void setSelected(boolean selected) {
    pseudoClassStateChanged(SELECTED, selected);
  }

  void setFound(boolean found) {
    pseudoClassStateChanged(FOUND, found);
  }

  /** How wide the row wants to be when it does not wrap. */
  double naturalWidth() {
    return messageX() + message.getText().length() * look.characterWidth() + 32;
  }

  @Override
  public Orientation getContentBias() {
    return Orientation.HORIZONTAL;
  }

  @Override
  protected double computePrefHeight(double width) {
    if (!look.wrap()) {
      return HEIGHT;
    }
    message.setWrappingWidth(wrapWidth(width));
    return Math.max(HEIGHT, Math.ceil(message.getLayoutBounds().getHeight()) + 2 * BASELINE - 2);
  }

  @Override
  protected void layoutChildren() {
    double x = LEFT;
    time.relocate(x, BASELINE);
    if (look.times()) {
      x += TIME_CHARACTERS * look.characterWidth() + GAP;
    }
    service.relocate(x, BASELINE);
    x += look.serviceWidth() + GAP;
    level.relocate(x, BASELINE);
    message.setWrappingWidth(look.wrap() ? wrapWidth(getWidth()) : 0);
    message.relocate(messageX(), BASELINE);
    mark();
  }

  private void mark() {
    marks.getElements().clear();
    if (look.match().any()) {
      return;
    }
    for (int[] place : look.match().places(message.getText())) {
      marks.getElements().addAll(message.rangeShape(place[0], place[1]));
    }
    marks.relocate(0, 0);
    marks.setLayoutX(message.getLayoutX());
    marks.setLayoutY(message.getLayoutY());
  }

  private double messageX() {
    double times = look.times() ? TIME_CHARACTERS * look.characterWidth() + GAP : 0;
    double levels = LEVEL_CHARACTERS * look.characterWidth() + GAP;
    return Math.round(LEFT + times + look.serviceWidth() + GAP + levels);
  }

  private double wrapWidth(double width) {
    return Math.max(80, width - messageX() - 24);
  }

  private static String word(Level level) {
    return switch (level) {
      case DEBUG -> "debug";
      case INFO, UNKNOWN -> "";
      case WARNING -> "warn";
      case ERROR -> "error";
    };
  }

  private static String restyle(Text node, String before, String wanted) {
    if (!wanted.equals(before)) {
      node.getStyleClass().remove(before);
      node.getStyleClass().add(wanted);
    }
    return wanted;
  }

  private static Text text(String styleClass) {
    Text text = new Text();
    text.getStyleClass().addAll("log-text", styleClass);
    text.setTextOrigin(VPos.TOP);
    return text;
  }
}
