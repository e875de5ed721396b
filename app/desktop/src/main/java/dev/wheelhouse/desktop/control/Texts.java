// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.control;

import dev.wheelhouse.desktop.theme.Style;
import javafx.scene.control.Label;

/** Labels in the roles that the product has. */
public final class Texts {
  private Texts() {}

  /** The name of a card or of a part of one. */
  public static Label heading(String text) {
    Label label = new Label(text);
    label.getStyleClass().add(Style.STRONG);
    return label;
  }

  /** A sentence or two; wraps, and is never cut. */
  public static Label body(String text) {
    Label label = new Label(text);
    label.setWrapText(true);
    label.setMinHeight(Label.USE_PREF_SIZE);
    return label;
  }

  /** Like {@link #body}, of less weight. */
  public static Label quiet(String text) {
    Label label = body(text);
    label.getStyleClass().add(Style.QUIET);
    return label;
  }
}
