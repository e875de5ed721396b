// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.text;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.layout.Region;

/** Regions below each other, all as wide as the column. */
final class Column extends RememberingRegion {
  /**
   * @param gap space above, in pixels; not used for the first
   */
  record Entry(Region node, double gap) {}

  private List<Entry> entries = List.of();

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
  protected double computePrefWidth(double height) {
    double widest = 0;
    for (Entry entry : entries) {
      widest = Math.max(widest, entry.node().prefWidth(-1));
    }
    return snappedLeftInset() + widest + snappedRightInset();
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

  @Override
  double measure(double wanted) {
    double outer = wanted < 0 ? computePrefWidth(-1) : wanted;
    double width = outer - snappedLeftInset() - snappedRightInset();
    double height = snappedTopInset() + snappedBottomInset();
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      height += (i == 0 ? 0 : entry.gap()) + snapSizeY(entry.node().prefHeight(width));
    }
    return height;
  }
}
