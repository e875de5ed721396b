// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.text;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Orientation;
import javafx.scene.layout.Region;

/**
 * Regions below each other, all as wide as the column. It remembers its height for a width until
 * something in it changes: nested boxes of JavaFX ask their children again on every level, which
 * grows without bound in nested lists, and a conversation asks every message on every pulse.
 */
final class Column extends Region {
  /**
   * @param gap space above, in pixels; not used for the first
   */
  record Entry(Region node, double gap) {}

  private List<Entry> entries = List.of();
  private double knownWidth = -1;
  private double knownHeight;

  Column(String... styleClasses) {
    getStyleClass().addAll(styleClasses);
  }

  void setEntries(List<Entry> changed) {
    entries = List.copyOf(changed);
    List<Region> nodes = new ArrayList<>(entries.size());
    entries.forEach(entry -> nodes.add(entry.node()));
    getChildren().setAll(nodes);
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
    double widest = 0;
    for (Entry entry : entries) {
      widest = Math.max(widest, entry.node().prefWidth(-1));
    }
    return snappedLeftInset() + widest + snappedRightInset();
  }

  @Override
  protected double computePrefHeight(double width) {
    double wanted = width < 0 ? computePrefWidth(-1) : width;
    if (wanted != knownWidth) {
      knownHeight = measure(wanted - snappedLeftInset() - snappedRightInset());
      knownWidth = wanted;
    }
    return snappedTopInset() + knownHeight + snappedBottomInset();
  }

  @Override
  protected double computeMinHeight(double width) {
    return computePrefHeight(width);
  }

  @Override
  protected void layoutChildren() {
    double width = getWidth() - snappedLeftInset() - snappedRightInset();
    double y = snappedTopInset();
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      y += i == 0 ? 0 : entry.gap();
      double height = snapSizeY(entry.node().prefHeight(width));
      entry.node().resizeRelocate(snappedLeftInset(), y, width, height);
      y += height;
    }
  }

  private double measure(double width) {
    double height = 0;
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      height += (i == 0 ? 0 : entry.gap()) + snapSizeY(entry.node().prefHeight(width));
    }
    return height;
  }
}
