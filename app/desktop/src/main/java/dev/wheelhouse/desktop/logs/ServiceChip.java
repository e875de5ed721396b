// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.logs;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;

/** A service that can be shown or left out. */
public final class ServiceChip {
  /** There are eight colours; more services share them. */
  static final int COLORS = 8;

  private final String name;
  private final int color;
  private final BooleanProperty selected = new SimpleBooleanProperty(true);

  ServiceChip(String name, int position) {
    this.name = name;
    this.color = position % COLORS;
  }

  public String name() {
    return name;
  }

  /** From 0 to 7. */
  public int color() {
    return color;
  }

  public BooleanProperty selectedProperty() {
    return selected;
  }
}
