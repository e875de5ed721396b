// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.home;

import dev.wheelhouse.desktop.theme.Style;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** A large button for what one does next: an icon, the verb, and a few words about it. */
final class Tile extends Button {

  Tile(Feather icon, String title, String words, Runnable action) {
    getStyleClass().add("tile");
    StackPane picture = new StackPane(FontIcon.of(icon, 18));
    picture.getStyleClass().add("tile-icon");
    Label name = new Label(title);
    name.getStyleClass().add(Style.MEDIUM);
    name.setMinWidth(USE_PREF_SIZE);
    Label detail = new Label(words);
    detail.getStyleClass().addAll(Style.CAPTION, Style.QUIET);
    detail.setMinWidth(USE_PREF_SIZE);
    VBox text = new VBox(2, name, detail);
    text.setAlignment(Pos.CENTER_LEFT);
    HBox face = new HBox(12, picture, text);
    face.setAlignment(Pos.CENTER_LEFT);
    setGraphic(face);
    setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    setAlignment(Pos.CENTER_LEFT);
    setAccessibleText(title + ": " + words);
    setMaxWidth(Double.MAX_VALUE);
    setOnAction(event -> action.run());
  }
}
