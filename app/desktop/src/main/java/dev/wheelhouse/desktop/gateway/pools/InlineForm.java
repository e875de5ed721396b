// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.pools;

import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.control.Visibility;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;

/** A few fields below what they are about; hidden until they are wanted. */
final class InlineForm extends FlowPane {
  private final Runnable fill;
  private Runnable closed = () -> {};

  /**
   * @param about what is saved, for a screen reader
   * @param fill writes what holds now into the fields, whenever they are opened
   */
  InlineForm(String about, Runnable fill, Runnable save, Node... fields) {
    super(12, 12, fields);
    this.fill = fill;
    getStyleClass().add("inline-form");
    setRowValignment(VPos.BOTTOM);
    Button keep = Buttons.plain("Save", save);
    keep.setAccessibleText("Save " + about);
    keep.setDefaultButton(false);
    Button cancel = Buttons.ghost("Cancel", this::close);
    cancel.setAccessibleText("Leave " + about + " as it is");
    getChildren().addAll(keep, cancel);
    addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ESCAPE) {
            close();
            event.consume();
          } else if (event.getCode() == KeyCode.ENTER && !(event.getTarget() instanceof Button)) {
            save.run();
            event.consume();
          }
        });
    Visibility.show(this, false);
  }

  /**
   * Shows the fields, or hides them.
   *
   * @param from what opened them, which gets the keyboard back
   */
  void toggle(Node from) {
    if (isVisible()) {
      close();
      return;
    }
    closed = from::requestFocus;
    fill.run();
    Visibility.show(this, true);
    getChildren().getFirst().lookup(".text-input").requestFocus();
  }

  void close() {
    // in this order, so that no field is hidden while it has the keyboard
    closed.run();
    Visibility.show(this, false);
  }
}
