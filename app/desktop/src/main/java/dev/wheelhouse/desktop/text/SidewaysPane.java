// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.text;

import dev.wheelhouse.desktop.control.FlowRegion;
import javafx.geometry.Orientation;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;

/**
 * Shows content at its natural width, with a bar below when it is wider than the pane. JavaFX's
 * scroll pane takes the bar's height from the content, and so scrolls the other way too.
 */
final class SidewaysPane extends FlowRegion {
  private final Region content;
  private final ScrollBar bar = new ScrollBar();
  private final Rectangle clip = new Rectangle();
  private boolean fitted;

  SidewaysPane(Region content) {
    this.content = content;
    bar.setOrientation(Orientation.HORIZONTAL);
    bar.setMin(0);
    bar.setUnitIncrement(40);
    bar.valueProperty().addListener(_ -> requestLayout());
    addEventHandler(ScrollEvent.SCROLL, this::scroll);
    setClip(clip);
    getChildren().addAll(content, bar);
  }

  /** Makes the content as wide as the pane, so that it wraps. */
  void setFitted(boolean fitted) {
    this.fitted = fitted;
    requestLayout();
  }

  @Override
  protected double computePrefWidth(double height) {
    return snappedLeftInset() + content.prefWidth(-1) + snappedRightInset();
  }

  @Override
  protected double computePrefHeight(double width) {
    double inner = contentWidth(width);
    double barHeight = needsBar(width) ? bar.prefHeight(-1) : 0;
    return snappedTopInset() + content.prefHeight(inner) + barHeight + snappedBottomInset();
  }

  @Override
  protected void layoutChildren() {
    double visible = getWidth() - snappedLeftInset() - snappedRightInset();
    double inner = contentWidth(getWidth());
    boolean needed = needsBar(getWidth());
    clip.setWidth(getWidth());
    clip.setHeight(getHeight());
    bar.setVisible(needed);
    bar.setMax(Math.max(0, inner - visible));
    bar.setVisibleAmount(inner <= 0 ? 0 : bar.getMax() * visible / inner);
    bar.setBlockIncrement(visible);
    double x = needed ? Math.min(bar.getValue(), bar.getMax()) : 0;
    content.resizeRelocate(
        snappedLeftInset() - Math.round(x), snappedTopInset(), inner, content.prefHeight(inner));
    double barHeight = bar.prefHeight(-1);
    bar.resizeRelocate(
        snappedLeftInset(), getHeight() - barHeight, Math.max(0, visible), barHeight);
  }

  private double contentWidth(double width) {
    double available =
        width < 0 ? -1 : Math.max(1, width - snappedLeftInset() - snappedRightInset());
    if (fitted) {
      return available;
    }
    return Math.max(available, snapSizeX(content.prefWidth(-1)));
  }

  private boolean needsBar(double width) {
    return !fitted
        && width >= 0
        && content.prefWidth(-1) > width - snappedLeftInset() - snappedRightInset() + 0.5;
  }

  private void scroll(ScrollEvent event) {
    if (bar.isVisible() && event.getDeltaX() != 0) {
      bar.setValue(Math.clamp(bar.getValue() - event.getDeltaX(), 0, bar.getMax()));
      event.consume();
    }
  }
}
