// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.limits;

import dev.wheelhouse.desktop.theme.Style;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/** Models, and what holds for them. */
final class RuleRow extends HBox {
  RuleRow(String models, String words, Node remove) {
    super(12);
    setAlignment(Pos.CENTER_LEFT);
    setMinHeight(32);
    Label name = new Label(models);
    name.getStyleClass().add(Style.MEDIUM);
    name.setMinWidth(200);
    Label what = new Label(words);
    what.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(what, Priority.ALWAYS);
    getChildren().addAll(name, what, remove);
  }
}
