// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.part;

import javafx.scene.layout.Region;

/** A part of a whole, as a bar. */
public final class ShareBar extends Region {
  private static final double HEIGHT = 6;

  private final Region filled = new Region();
  private double share;

  public ShareBar(double width) {
    getStyleClass().add("share-bar");
    filled.getStyleClass().add("share-filled");
    filled.setManaged(false);
    getChildren().add(filled);
    setMinSize(width, HEIGHT);
    setPrefSize(width, HEIGHT);
    setMaxSize(width, HEIGHT);
    setMouseTransparent(true);
  }

  /** Shows a part from 0 to 1. */
  public void show(double wanted) {
    if (wanted != share) {
      share = wanted;
      requestLayout();
    }
  }

  @Override
  protected void layoutChildren() {
    filled.resizeRelocate(0, 0, Math.clamp(share, 0, 1) * getWidth(), getHeight());
  }
}
