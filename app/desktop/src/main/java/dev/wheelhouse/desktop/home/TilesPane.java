// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.home;

import dev.wheelhouse.desktop.control.FlowRegion;
import java.util.List;
import javafx.collections.ObservableList;
import javafx.scene.Node;

/**
 * Children of one size, as many beside each other as there is room for, in rows of equal length.
 */
public final class TilesPane extends FlowRegion {
  private static final double GAP = 16;

  @Override
  public ObservableList<Node> getChildren() {
    return super.getChildren();
  }

  @Override
  protected double computePrefWidth(double height) {
    return 2 * widest() + GAP;
  }

  @Override
  protected double computePrefHeight(double width) {
    int rows = Math.ceilDiv(getManagedChildren().size(), columns(width));
    return rows == 0 ? 0 : rows * (highest() + GAP) - GAP;
  }

  @Override
  protected void layoutChildren() {
    List<Node> children = getManagedChildren();
    int columns = columns(getWidth());
    double width = (getWidth() - GAP * (columns - 1)) / columns;
    for (int i = 0; i < children.size(); i++) {
      double x = i % columns * (width + GAP);
      int row = i / columns;
      double y = row * (highest() + GAP);
      double right = snapPositionX(x + width);
      children.get(i).resizeRelocate(snapPositionX(x), y, right - snapPositionX(x), highest());
    }
  }

  private int columns(double width) {
    int all = Math.max(1, getManagedChildren().size());
    if (width < 0) {
      return all;
    }
    int most = Math.clamp((long) ((width + GAP) / (widest() + GAP)), 1, all);
    // four in rows of three would leave one alone
    return Math.ceilDiv(all, Math.ceilDiv(all, most));
  }

  private double widest() {
    return getManagedChildren().stream().mapToDouble(node -> node.minWidth(-1)).max().orElse(1);
  }

  private double highest() {
    return getManagedChildren().stream().mapToDouble(node -> node.prefHeight(-1)).max().orElse(0);
  }
}
