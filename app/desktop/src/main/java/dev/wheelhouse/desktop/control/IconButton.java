// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.control;

import dev.wheelhouse.desktop.theme.Style;
import javafx.beans.NamedArg;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** A square button with an icon; its words are its tooltip and what a screen reader says. */
public final class IconButton extends Button {

  /**
   * @param words a verb and its object, such as "Restart postgres"
   */
  public IconButton(@NamedArg("icon") Feather icon, @NamedArg("words") String words) {
    setGraphic(FontIcon.of(icon, 16));
    getStyleClass().addAll(Style.ICON_BUTTON, Style.GHOST);
    setWords(words);
  }

  /** With an action. */
  public IconButton(Feather icon, String words, Runnable action) {
    this(icon, words);
    setOnAction(event -> action.run());
  }

  /** Shows another icon. */
  public void setIcon(Feather icon) {
    setGraphic(FontIcon.of(icon, 16));
  }

  /** Gives it other words. */
  public void setWords(String words) {
    setAccessibleText(words);
    setTooltip(new Tooltip(words));
  }
}
