// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.chat;

import dev.wheelhouse.desktop.frame.Outside;
import dev.wheelhouse.desktop.text.MarkdownView;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What the model thought aloud: folded until the user opens it. */
final class ThinkingBox extends VBox {
  private final ToggleButton header = new ToggleButton();
  private final MarkdownView text;
  private String thoughts = "";

  ThinkingBox(Outside outside) {
    getStyleClass().add("thinking");
    header.getStyleClass().add("thinking-header");
    header.setGraphic(FontIcon.of(Feather.CHEVRON_RIGHT, 14));
    text = new MarkdownView(outside);
    text.getStyleClass().add("thinking-text");
    getChildren().add(header);
    header.selectedProperty().subscribe(this::open);
  }

  /**
   * @param now whether the model still thinks
   */
  void show(String thinking, boolean now) {
    thoughts = thinking;
    header.setText(now ? "Thinking" : "Thought about it");
    header.setAccessibleText(header.getText() + ", " + (header.isSelected() ? "open" : "folded"));
    if (header.isSelected()) {
      text.setPlain(thoughts);
    }
  }

  private void open(boolean open) {
    header.setGraphic(FontIcon.of(open ? Feather.CHEVRON_DOWN : Feather.CHEVRON_RIGHT, 14));
    if (open) {
      text.setPlain(thoughts);
      getChildren().add(text);
    } else {
      getChildren().remove(text);
    }
  }
}
