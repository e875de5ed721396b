// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.control;

import dev.wheelhouse.desktop.theme.Style;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What a screen shows when it has nothing: what this is, and the one button that changes it. */
public final class EmptyState extends VBox {

  /**
   * @param actions the button that changes it; none where the user can do nothing
   */
  public EmptyState(Feather icon, String title, String text, Button... actions) {
    getStyleClass().add("empty-state");
    StackPane picture = new StackPane(FontIcon.of(icon, 24));
    picture.getStyleClass().add("empty-icon");
    Label heading = new Label(title);
    heading.getStyleClass().addAll(Style.LEAD, Style.STRONG);
    Label words = new Label(text);
    words.getStyleClass().add("empty-text");
    words.setWrapText(true);
    words.setMaxWidth(420);
    words.setMinHeight(USE_PREF_SIZE);
    getChildren().addAll(picture, heading, words);
    getChildren().addAll(actions);
  }
}
