// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.control;

import dev.wheelhouse.desktop.theme.Style;
import javafx.scene.control.Button;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Buttons with words, in the looks that the product has. */
public final class Buttons {
  private Buttons() {}

  /** The usual one. */
  public static Button plain(String words, Runnable action) {
    Button button = new Button(words);
    button.setMinWidth(Button.USE_PREF_SIZE);
    button.setOnAction(event -> action.run());
    return button;
  }

  /** The usual one, with an icon. */
  public static Button plain(Feather icon, String words, Runnable action) {
    Button button = plain(words, action);
    button.setGraphic(FontIcon.of(icon, 16));
    return button;
  }

  /** The one main button of a screen. */
  public static Button primary(String words, Runnable action) {
    Button button = plain(words, action);
    button.getStyleClass().add(Style.PRIMARY);
    return button;
  }

  /** The one main button of a screen, with an icon. */
  public static Button primary(Feather icon, String words, Runnable action) {
    Button button = primary(words, action);
    button.setGraphic(FontIcon.of(icon, 16));
    return button;
  }

  /** Without a border until hovered. */
  public static Button ghost(String words, Runnable action) {
    Button button = plain(words, action);
    button.getStyleClass().add(Style.GHOST);
    return button;
  }

  /** One that destroys something; its words say what. */
  public static Button destructive(String words, Runnable action) {
    Button button = plain(words, action);
    button.getStyleClass().add(Style.DESTRUCTIVE);
    return button;
  }
}
