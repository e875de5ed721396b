// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.status;

import dev.wheelhouse.desktop.theme.Tone;
import javafx.scene.layout.Region;

/** A still bar of 40 × 4 px: how much of a limit is used; changes its tone when it gets tight. */
final class Meter extends Region {
  private static final double WIDTH = 40;
  private static final double HEIGHT = 4;
  private static final double TIGHT = 0.85;
  private static final double FULL = 0.95;

  private final Region filled = new Region();
  private double share;

  Meter() {
    getStyleClass().add("meter");
    filled.getStyleClass().addAll("meter-filled", Tone.ACCENT.styleClass());
    setMinSize(WIDTH, HEIGHT);
    setPrefSize(WIDTH, HEIGHT);
    setMaxSize(WIDTH, HEIGHT);
    getChildren().add(filled);
  }

  void show(double wanted) {
    share = Math.clamp(wanted, 0, 1);
    Tone tone = share >= FULL ? Tone.DANGER : share >= TIGHT ? Tone.WARN : Tone.ACCENT;
    filled.getStyleClass().set(filled.getStyleClass().size() - 1, tone.styleClass());
    requestLayout();
  }

  @Override
  protected void layoutChildren() {
    filled.resizeRelocate(0, 0, Math.max(share > 0 ? 2 : 0, getWidth() * share), getHeight());
  }
}
