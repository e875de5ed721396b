// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.control;

import java.util.function.Consumer;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.feather.Feather;

/** A command or an address to copy. */
public final class CodeLine extends HBox {

  /**
   * @param copy puts text on the clipboard
   */
  public CodeLine(String text, Consumer<String> copy) {
    this(text, "Copy " + firstWords(text), () -> copy.accept(text));
  }

  /**
   * One that shows something else than is copied, such as dots for a secret.
   *
   * @param words what the button does
   */
  public CodeLine(String text, String words, Runnable copy) {
    getStyleClass().add("code-line");
    Label label = new Label(text);
    label.setWrapText(true);
    label.setMinHeight(USE_PREF_SIZE);
    label.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(label, Priority.ALWAYS);
    getChildren().addAll(label, new IconButton(Feather.COPY, words, copy));
  }

  private static String firstWords(String text) {
    String line = text.lines().findFirst().orElse("");
    return line.length() <= 40 ? line : line.substring(0, 40) + "…";
  }
}
