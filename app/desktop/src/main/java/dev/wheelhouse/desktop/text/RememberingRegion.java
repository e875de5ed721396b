// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.text;

import dev.wheelhouse.desktop.control.FlowRegion;

/**
 * Remembers its height for a width until something in it changes: nested boxes of JavaFX ask their
 * children again on every level, which grows without bound in nested lists, and a conversation asks
 * every message on every pulse.
 */
abstract class RememberingRegion extends FlowRegion {
  private double knownWidth = -1;
  private double knownHeight = -1;

  /**
   * The height for a width, with the insets.
   *
   * @param width -1 for the natural one
   */
  abstract double measure(double width);

  @Override
  public final void requestLayout() {
    knownHeight = -1;
    super.requestLayout();
  }

  @Override
  protected final double computePrefHeight(double width) {
    if (knownHeight < 0 || width != knownWidth) {
      knownHeight = measure(width);
      knownWidth = width;
    }
    return knownHeight;
  }
}
