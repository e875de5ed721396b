// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.control;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;

/**
 * A few choices beside each other, exactly one of them chosen; the arrow keys move between them.
 *
 * @param <T> what is chosen; its equality tells the choices apart
 */
public final class Segmented<T> extends HBox {
  private final ToggleGroup group = new ToggleGroup();
  private final Map<T, ToggleButton> buttons = new LinkedHashMap<>();
  private final Consumer<T> chosen;
  private boolean byUser = true;

  /**
   * @param words what a screen reader calls the whole
   * @param chosen is told what the user chooses
   */
  public Segmented(String words, Consumer<T> chosen) {
    this.chosen = chosen;
    getStyleClass().add("segmented");
    setAccessibleText(words);
    setMaxWidth(USE_PREF_SIZE);
  }

  /** Adds a choice behind those that are there. */
  public void add(T choice, String words, String id) {
    ToggleButton button = new ToggleButton(words);
    button.setId(id);
    button.setMinWidth(USE_PREF_SIZE);
    button.setToggleGroup(group);
    button.setOnAction(event -> button.setSelected(true));
    button
        .selectedProperty()
        .subscribe((before, now) -> {
          if (now && byUser) {
            chosen.accept(choice);
          }
        });
    buttons.put(choice, button);
    getChildren().add(button);
  }

  /** Shows what is chosen; tells nobody. */
  public void select(T choice) {
    ToggleButton button = buttons.get(choice);
    if (button != null) {
      byUser = false;
      button.setSelected(true);
      byUser = true;
    }
  }
}
