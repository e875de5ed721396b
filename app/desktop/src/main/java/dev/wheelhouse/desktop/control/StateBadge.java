// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.control;

import dev.wheelhouse.desktop.theme.Tone;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

/** A state: its shape, its colour and its word. */
public final class StateBadge extends HBox {
  private final StateMark mark;
  private final Label word = new Label();
  private Tone tone;

  public StateBadge(Tone tone, String word) {
    this.tone = tone;
    mark = new StateMark(tone);
    getStyleClass().addAll("state-badge", tone.styleClass());
    getChildren().addAll(mark, this.word);
    setAccessibleRole(AccessibleRole.TEXT);
    show(tone, word);
  }

  /** Shows another state. */
  public void show(Tone wanted, String text) {
    if (wanted != tone) {
      getStyleClass().remove(tone.styleClass());
      getStyleClass().add(wanted.styleClass());
      tone = wanted;
      mark.show(wanted);
    }
    word.setText(text);
    setAccessibleText(text);
  }
}
