// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.part;

import dev.wheelhouse.desktop.control.Texts;
import dev.wheelhouse.desktop.theme.Style;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** A surface with a name, and perhaps something at the right of that. */
public final class Card extends VBox {
  private final HBox head = new HBox(8);

  public Card(String title, Node... right) {
    getStyleClass().addAll(Style.CARD, "gateway-card");
    head.getStyleClass().add("card-head");
    Label name = Texts.heading(title);
    name.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(name, Priority.ALWAYS);
    head.getChildren().add(name);
    head.getChildren().addAll(right);
    getChildren().add(head);
  }

  /** Shows this below its name. */
  public Card with(Node... content) {
    getChildren().setAll(head);
    getChildren().addAll(content);
    return this;
  }
}
