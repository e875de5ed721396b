// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.pools;

import javafx.scene.layout.Region;

/** How much of all requests a target gets first. */
final class ShareBar extends Region {
  private static final double WIDTH = 120;
  private static final double HEIGHT = 6;

  private final Region filled = new Region();
  private double share;

  ShareBar() {
    getStyleClass().add("share-bar");
    filled.getStyleClass().add("share-filled");
    filled.setManaged(false);
    getChildren().add(filled);
    setMinSize(WIDTH, HEIGHT);
    setPrefSize(WIDTH, HEIGHT);
    setMaxSize(WIDTH, HEIGHT);
    setMouseTransparent(true);
  }

  void show(double wanted) {
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
