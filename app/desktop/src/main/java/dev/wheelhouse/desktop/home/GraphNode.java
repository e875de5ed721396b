// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.home;

import dev.wheelhouse.desktop.control.StateMark;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.desktop.theme.Tone;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** One service in the graph; pressing it shows its details. */
final class GraphNode extends Button {
  private final StateMark mark = new StateMark(Tone.MUTED);
  private final Label title = new Label();
  private final Label detail = new Label();
  private Tone tone = Tone.MUTED;

  GraphNode(String service, Consumer<String> open) {
    getStyleClass().addAll("graph-node", tone.styleClass());
    title.getStyleClass().add(Style.MEDIUM);
    detail.getStyleClass().addAll(Style.CAPTION, "graph-detail");
    detail.setTextOverrun(OverrunStyle.ELLIPSIS);
    VBox words = new VBox(title, detail);
    words.setAlignment(Pos.CENTER_LEFT);
    HBox face = new HBox(10, mark, words);
    face.setAlignment(Pos.CENTER_LEFT);
    setGraphic(face);
    setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    setAlignment(Pos.CENTER_LEFT);
    setId("service-" + service);
    setOnAction(event -> open.accept(service));
  }

  void show(Graph.Node node) {
    if (node.tone() != tone) {
      getStyleClass().remove(tone.styleClass());
      getStyleClass().add(node.tone().styleClass());
      tone = node.tone();
      mark.show(tone);
    }
    title.setText(node.title());
    detail.setText(node.detail());
    setAccessibleText(node.title() + ", " + node.detail());
  }
}
