// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.settings;

import dev.wheelhouse.desktop.control.Texts;
import dev.wheelhouse.desktop.control.Visibility;
import javafx.beans.DefaultProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** One setting: its name and what it means at the left, what changes it at the right. */
@DefaultProperty("content")
public final class SettingRow extends HBox {
  private final Label title = Texts.heading("");
  private final Label hint = Texts.quiet("");
  private final VBox content = new VBox();

  public SettingRow() {
    getStyleClass().add("setting-row");
    VBox words = new VBox(title, hint);
    words.getStyleClass().add("setting-words");
    content.getStyleClass().add("setting-content");
    content.setMinWidth(0);
    HBox.setHgrow(content, Priority.ALWAYS);
    hint.textProperty().subscribe(text -> Visibility.show(hint, !text.isEmpty()));
    getChildren().addAll(words, content);
  }

  public String getTitle() {
    return title.getText();
  }

  public void setTitle(String text) {
    title.setText(text);
  }

  public String getHint() {
    return hint.getText();
  }

  public void setHint(String text) {
    hint.setText(text);
  }

  public StringProperty hintProperty() {
    return hint.textProperty();
  }

  /** What changes it, from top to bottom. */
  public ObservableList<Node> getContent() {
    return content.getChildren();
  }
}
