// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.part;

import dev.wheelhouse.desktop.theme.Style;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

/** A control below its name. */
public final class Field extends VBox {
  private final Node control;

  public Field(String name, Node control) {
    super(4);
    this.control = control;
    Label label = new Label(name);
    label.getStyleClass().addAll(Style.CAPTION, Style.QUIET);
    label.setLabelFor(control);
    control.setAccessibleText(name);
    getChildren().addAll(label, control);
  }

  /** What stands below the name. */
  public Node control() {
    return control;
  }

  /** A line to write. */
  public static TextField line(String prompt, double width) {
    TextField field = new TextField();
    field.setPromptText(prompt);
    field.setPrefWidth(width);
    return field;
  }
}
