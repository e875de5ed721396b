// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.part;

import javafx.geometry.Insets;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/** A section that scrolls when it is too long; the bar lies beside the cards, not on them. */
public final class Page extends ScrollPane {
  private static final double BESIDE = 16;

  public Page(Region content) {
    content.setPadding(new Insets(0, BESIDE, 0, 0));
    setContent(content);
    setFitToWidth(true);
    setHbarPolicy(ScrollBarPolicy.NEVER);
    // into the margin of the screen, so that the cards end where everything else does
    StackPane.setMargin(this, new Insets(0, -BESIDE, 0, 0));
  }
}
