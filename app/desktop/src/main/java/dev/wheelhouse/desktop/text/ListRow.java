// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.text;

import javafx.geometry.Orientation;
import javafx.geometry.VPos;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;

/** One item of a list: its marker, and its blocks beside it. Remembers its height as a column. */
final class ListRow extends Region {
  private final Text marker;
  private final Column body;
  private final double indent;
  private double knownWidth = -1;
  private double knownHeight;

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
  public Orientation getContentBias() {
    return Orientation.HORIZONTAL;
  }

  @Override
  public void requestLayout() {
    knownWidth = -1;
    super.requestLayout();
  }

  @Override
  protected double computeMinWidth(double height) {
    return 0;
  }

  @Override
  protected double computePrefWidth(double height) {
    return indent + body.prefWidth(-1);
  }

  @Override
  protected double computePrefHeight(double width) {
    if (width != knownWidth) {
      double inner = width < 0 ? -1 : Math.max(1, width - indent);
      knownHeight = Math.max(marker.prefHeight(-1), body.prefHeight(inner));
      knownWidth = width;
    }
    return knownHeight;
  }

  @Override
  protected double computeMinHeight(double width) {
    return computePrefHeight(width);
  }

  @Override
  protected void layoutChildren() {
    marker.relocate(snapPositionX(Math.max(0, indent - 8 - marker.prefWidth(-1))), 0);
    double inner = Math.max(1, getWidth() - indent);
    body.resizeRelocate(indent, 0, inner, body.prefHeight(inner));
  }
}
