// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.control;

import javafx.geometry.Orientation;
import javafx.scene.layout.Region;

/**
 * A region whose height follows its width, as that of a wrapped text does. It may be as narrow as
 * there is room, but never lower than its content.
 */
public abstract class FlowRegion extends Region {

  @Override
  public final Orientation getContentBias() {
    return Orientation.HORIZONTAL;
  }

  @Override
  protected double computeMinWidth(double height) {
    return 0;
  }

  @Override
  protected final double computeMinHeight(double width) {
    return computePrefHeight(width);
  }
}
