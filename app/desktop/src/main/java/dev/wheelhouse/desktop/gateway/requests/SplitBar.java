// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.requests;

import dev.wheelhouse.engine.gateway.request.RequestEntry.Timing;
import java.time.Duration;
import java.util.List;
import javafx.scene.layout.Region;

/** Where the time of a request went: queue, upstream and gateway after each other. */
final class SplitBar extends Region {
  private static final double HEIGHT = 8;
  private static final double LEAST = 2;

  private final List<Duration> parts;
  private final Duration whole;
  private final List<Region> regions = List.of(new Region(), new Region(), new Region());

  /**
   * @param whole what the whole width stands for
   */
  SplitBar(Timing timing, Duration whole) {
    this.whole = whole;
    parts = List.of(timing.queue(), timing.upstream(), timing.gateway());
    getStyleClass().add("split-bar");
    List<String> names = List.of("split-queue", "split-upstream", "split-gateway");
    for (int i = 0; i < regions.size(); i++) {
      regions.get(i).getStyleClass().addAll("split-part", names.get(i));
      regions.get(i).setManaged(false);
    }
    getChildren().addAll(regions);
    setMinSize(0, HEIGHT);
    setPrefHeight(HEIGHT);
    setMaxHeight(HEIGHT);
    setMouseTransparent(true);
  }

  @Override
  protected void layoutChildren() {
    double unit = whole.isZero() ? 0 : getWidth() / whole.toNanos();
    double x = 0;
    for (int i = 0; i < regions.size(); i++) {
      double width = parts.get(i).isZero() ? 0 : Math.max(LEAST, parts.get(i).toNanos() * unit);
      regions.get(i).resizeRelocate(x, 0, Math.min(width, Math.max(0, getWidth() - x)), HEIGHT);
      x += width;
    }
  }
}
