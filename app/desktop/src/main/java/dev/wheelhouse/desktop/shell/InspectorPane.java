// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.shell;

import dev.wheelhouse.desktop.control.IconButton;
import dev.wheelhouse.desktop.frame.Inspector;
import dev.wheelhouse.desktop.theme.Style;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** Details of what is selected, at the right of the window, on demand. */
final class InspectorPane extends VBox implements Inspector {
  private final Label title = new Label();
  private final ScrollPane scroll = new ScrollPane();

  InspectorPane() {
    getStyleClass().add("inspector");
    title.getStyleClass().addAll(Style.LEAD, Style.STRONG);
    title.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(title, Priority.ALWAYS);
    IconButton close = new IconButton(Feather.X, "Close the details", this::hide);
    HBox head = new HBox(8, title, close);
    head.setAlignment(Pos.CENTER_LEFT);
    head.getStyleClass().add("inspector-head");
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    VBox.setVgrow(scroll, Priority.ALWAYS);
    getChildren().addAll(head, scroll);
    hide();
  }

  @Override
  public void show(String heading, Node content) {
    title.setText(heading);
    VBox body = new VBox(content);
    body.getStyleClass().add("inspector-body");
    scroll.setContent(body);
    setVisible(true);
    setManaged(true);
  }

  @Override
  public void hide() {
    setVisible(false);
    setManaged(false);
    scroll.setContent(null);
  }
}
