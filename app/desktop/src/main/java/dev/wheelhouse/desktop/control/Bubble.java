// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.control;

import javafx.scene.layout.Region;

/** Holds a text at the right, only as wide as the text needs. */
public final class Bubble extends FlowRegion {
  private static final double SHARE = 0.85;

  private final Region content;
  private final Region ground = new Region();

  public Bubble(Region content) {
    this.content = content;
    ground.getStyleClass().add("bubble");
    ground.setMouseTransparent(true);
    getChildren().addAll(ground, content);
    getStyleClass().add("bubble-row");
  }

  @Override
  protected double computePrefWidth(double height) {
    return snappedLeftInset() + content.prefWidth(-1) + snappedRightInset();
  }

  @Override
  protected double computePrefHeight(double width) {
    return snappedTopInset() + content.prefHeight(inner(width)) + snappedBottomInset();
  }

  @Override
  protected void layoutChildren() {
    double inner = inner(getWidth());
    double x = getWidth() - snappedRightInset() - inner;
    content.resizeRelocate(x, snappedTopInset(), inner, content.prefHeight(inner));
    ground.resizeRelocate(
        x - snappedLeftInset(), 0, inner + snappedLeftInset() + snappedRightInset(), getHeight());
  }

  private double inner(double width) {
    double room = width * SHARE - snappedLeftInset() - snappedRightInset();
    return Math.max(1, Math.min(room, Math.ceil(content.prefWidth(-1)) + 1));
  }
}
