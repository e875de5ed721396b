// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.frame;

import javafx.scene.Parent;

/**
 * One screen. The shell makes it when it is first shown, and keeps it. Everything here is called on
 * the UI thread.
 */
public interface Screen {

  /** The screen's node; always the same one. */
  Parent root();

  /** It is visible now: subscribe to what changes often. */
  default void shown() {}

  /** It is not visible any more: end what costs something. */
  default void hidden() {}

  /** Shows an item, as {@link Place#item} says; called after {@link #shown}. */
  default void open(String item) {}

  /** Moves the keyboard focus to the part that is used first. */
  default void focus() {
    root().requestFocus();
  }

  /**
   * Esc was pressed and no control wanted it.
   *
   * @return whether the screen did something with it
   */
  default boolean escape() {
    return false;
  }
}
