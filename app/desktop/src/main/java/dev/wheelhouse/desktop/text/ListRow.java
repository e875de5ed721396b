// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.text;

import javafx.geometry.VPos;
import javafx.scene.text.Text;

/** One item of a list: its marker, and its blocks beside it. */
final class ListRow extends RememberingRegion {
  private final Text marker;
  private final Column body;
  private final double indent;

  /**
   * @param indent where the blocks begin, in pixels
   */
  ListRow(String mark, Column body, double indent) {
    this.marker = new Text(mark);
    this.body = body;
    this.indent = indent;
    marker.getStyleClass().addAll("md-run", "md-marker");
    marker.setTextOrigin(VPos.TOP);
    getChildren().addAll(marker, body);
  }

  Column body() {
    return body;
  }

  @Override
  protected double computePrefWidth(double height) {
    return indent + body.prefWidth(-1);
  }

  @Override
  double measure(double width) {
    double inner = width < 0 ? -1 : Math.max(1, width - indent);
    return Math.max(marker.prefHeight(-1), body.prefHeight(inner));
  }

  @Override
  protected void layoutChildren() {
    marker.relocate(snapPositionX(Math.max(0, indent - 8 - marker.prefWidth(-1))), 0);
    double inner = Math.max(1, getWidth() - indent);
    body.resizeRelocate(indent, 0, inner, body.prefHeight(inner));
  }
}
