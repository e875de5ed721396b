// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.control;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.layout.Region;
import javafx.scene.shape.Polygon;
import javafx.scene.shape.Polyline;

/** The course of one figure: a line over a filled ground, the newest value at the right. */
public final class Sparkline extends Region {
  private static final double TOP = 4;

  private final Polyline line = new Polyline();
  private final Polygon ground = new Polygon();
  private final int most;
  private List<Double> values = List.of();
  private double scale = 1;

  /**
   * @param most how many values fill the whole width
   */
  public Sparkline(int most) {
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
  public void show(List<Double> newest, double atLeast) {
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
