// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.control;

import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.desktop.theme.Tone;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/** Asks inline before something is lost: says what, and offers both ways. */
public final class ConfirmBar extends HBox {

  public ConfirmBar() {
    super(12);
    getStyleClass().addAll(Style.CARD, "confirm-bar");
    setAlignment(Pos.CENTER_LEFT);
    Visibility.show(this, false);
  }

  /**
   * @param question what will be lost
   * @param words the verb and its object: "Delete 2 GB"
   */
  public void ask(String question, String words, Runnable confirmed) {
    Label text = new Label(question);
    text.setWrapText(true);
    text.setMinHeight(USE_PREF_SIZE);
    text.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(text, Priority.ALWAYS);
    var keep = Buttons.plain("Keep", this::close);
    var go =
        Buttons.destructive(
            words,
            () -> {
              close();
              confirmed.run();
            });
    getChildren().setAll(new StateMark(Tone.WARN), text, keep, go);
    Visibility.show(this, true);
    keep.requestFocus();
  }

  /** Forgets the question. */
  public void close() {
    Visibility.show(this, false);
    getChildren().clear();
  }
}
