// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.text;

import dev.wheelhouse.desktop.control.FlowRegion;

/** Exactly as large as the one column that it holds. */
abstract class HoldingRegion extends FlowRegion {
  private final Column column;

  HoldingRegion(Column column) {
    this.column = column;
    getChildren().add(column);
  }

  @Override
  protected final double computePrefWidth(double height) {
    return column.prefWidth(-1);
  }

  @Override
  protected final double computePrefHeight(double width) {
    return column.prefHeight(width);
  }

  @Override
  protected final void layoutChildren() {
    column.resizeRelocate(0, 0, getWidth(), getHeight());
  }
}
