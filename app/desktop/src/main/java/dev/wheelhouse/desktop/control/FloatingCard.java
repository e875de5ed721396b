// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.control;

import java.net.URL;
import java.util.Objects;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.layout.Region;
import javafx.stage.Popup;
import javafx.stage.PopupWindow;
import org.jspecify.annotations.Nullable;

/** A small card above everything, beside the control that it belongs to; Esc closes it. */
public final class FloatingCard {
  private static final double GAP = 6;

  private final Popup popup = new Popup();

  /**
   * @param stylesheet the screen's own, because a popup takes only those of the window
   */
  public FloatingCard(Region content, @Nullable URL stylesheet) {
    content.getStyleClass().add("floating-card");
    content.getStylesheets().add(Objects.requireNonNull(stylesheet).toExternalForm());
    popup.setAutoHide(true);
    popup.getContent().add(content);
    // the theme gives every root the colour of the window
    popup.getScene().getRoot().setStyle("-fx-background-color: transparent;");
  }

  public void showBelow(Node owner) {
    show(owner, PopupWindow.AnchorLocation.CONTENT_TOP_LEFT, false);
  }

  public void showAbove(Node owner) {
    show(owner, PopupWindow.AnchorLocation.CONTENT_BOTTOM_LEFT, true);
  }

  public boolean isShowing() {
    return popup.isShowing();
  }

  public void hide() {
    popup.hide();
  }

  private void show(Node owner, PopupWindow.AnchorLocation anchor, boolean above) {
    Bounds bounds = owner.localToScreen(owner.getBoundsInLocal());
    if (bounds != null) {
      popup.setAnchorLocation(anchor);
      popup.show(owner, bounds.getMinX(), above ? bounds.getMinY() - GAP : bounds.getMaxY() + GAP);
    }
  }
}
