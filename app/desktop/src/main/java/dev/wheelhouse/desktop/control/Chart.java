// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.control;

import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.desktop.theme.Tone;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Polygon;
import javafx.scene.shape.Polyline;

/** One figure: what it comes to, and its course. */
public final class Chart extends VBox {
  private final String title;
  private final int most;
  private final Label sum = new Label();
  private final Label caption = new Label();
  private final StackPane room = new StackPane();
  private int width = -1;
  private Sparkline line = new Sparkline(1);

  /** One whose course always takes the whole width. */
  public Chart(String title, Tone tone) {
    this(title, tone, 0);
  }

  /**
   * One that fills from the right.
   *
   * @param most how many values take the whole width; 0 for as many as there are
   */
  public Chart(String title, Tone tone, int most) {
    this.title = title;
    this.most = most;
    getStyleClass().addAll(Style.CARD, "chart-card", tone.styleClass());
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
    int wanted = most == 0 ? course.size() : most;
    if (width != wanted) {
      width = wanted;
      line = new Sparkline(width);
      room.getChildren().setAll(line);
    }
    line.show(course, atLeast);
    setAccessibleText(title + ", " + words + ", " + note);
  }

  /** The course of one figure: a line over a filled ground, the newest value at the right. */
  private static final class Sparkline extends Region {
    private static final double TOP = 4;

    private final Polyline line = new Polyline();
    private final Polygon ground = new Polygon();
    private final int most;
    private List<Double> values = List.of();
    private double scale = 1;

    /**
     * @param most how many values fill the whole width
     */
    private Sparkline(int most) {
      this.most = most;
      getStyleClass().add("sparkline");
      line.getStyleClass().add("sparkline-line");
      ground.getStyleClass().add("sparkline-ground");
      line.setManaged(false);
      ground.setManaged(false);
      setMouseTransparent(true);
      getChildren().addAll(ground, line);
    }

    /**
     * @param newest the last values, oldest first
     * @param atLeast what stands at the top while no value is higher
     */
    private void show(List<Double> newest, double atLeast) {
      values = List.copyOf(newest);
      scale = Math.max(atLeast, values.stream().mapToDouble(Double::doubleValue).max().orElse(0));
      requestLayout();
    }

    @Override
    protected void layoutChildren() {
      List<Double> points = new ArrayList<>();
      double step = getWidth() / Math.max(1, most - 1);
      double first = getWidth() - step * (values.size() - 1);
      for (int i = 0; i < values.size(); i++) {
        points.add(first + i * step);
        points.add(getHeight() - 1 - values.get(i) / scale * (getHeight() - TOP));
      }
      line.getPoints().setAll(points);
      if (!values.isEmpty()) {
        points.addAll(List.of(getWidth(), getHeight(), first, getHeight()));
      }
      ground.getPoints().setAll(points);
    }
  }
}
