// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.home;

import dev.wheelhouse.desktop.theme.Style;
import java.util.Locale;
import javafx.scene.Group;
import javafx.scene.control.Label;
import javafx.scene.shape.CubicCurve;
import javafx.scene.shape.Polygon;

/** A line from what is needed to who needs it; says what is waited for. */
final class GraphEdge extends Group {
  private static final double ARROW = 5;

  private final CubicCurve curve = new CubicCurve();
  private final Polygon arrow = new Polygon(0, 0, -ARROW * 1.5, -ARROW, -ARROW * 1.5, ARROW);
  private final Label label = new Label("until healthy");

  GraphEdge() {
    curve.getStyleClass().add("graph-line");
    arrow.getStyleClass().add("graph-arrow");
    label.getStyleClass().addAll(Style.CAPTION, "graph-wait");
    setMouseTransparent(true);
    getChildren().addAll(curve, arrow, label);
  }

  void show(Graph.Kind kind) {
    getStyleClass().setAll("graph-edge", "edge-" + kind.name().toLowerCase(Locale.ROOT));
    label.setVisible(kind == Graph.Kind.WAITING);
  }

  void place(double fromX, double fromY, double toX, double toY) {
    double end = toX - ARROW;
    double bend = (end - fromX) / 2;
    curve.setStartX(fromX);
    curve.setStartY(fromY);
    curve.setControlX1(fromX + bend);
    curve.setControlY1(fromY);
    curve.setControlX2(end - bend);
    curve.setControlY2(toY);
    curve.setEndX(end);
    curve.setEndY(toY);
    arrow.setLayoutX(toX - 1);
    arrow.setLayoutY(toY);
    label.autosize();
    label.relocate((fromX + toX - label.getWidth()) / 2, (fromY + toY) / 2 - label.getHeight() - 2);
  }
}
