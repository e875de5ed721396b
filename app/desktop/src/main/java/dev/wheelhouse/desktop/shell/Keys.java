// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.shell;

import dev.wheelhouse.desktop.frame.ScreenName;
import java.util.Locale;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/** The window's shortcuts and how they are written on this system. */
final class Keys {
  static final KeyCombination RAIL =
      new KeyCodeCombination(KeyCode.B, KeyCombination.SHORTCUT_DOWN);

  private static final KeyCombination PALETTE =
      new KeyCodeCombination(KeyCode.K, KeyCombination.SHORTCUT_DOWN);
  private static final boolean MAC =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac");

  private Keys() {}

  /** Whether it opens the palette: Ctrl+K, or F1 for whoever looks for help. */
  static boolean opensPalette(KeyEvent event) {
    return PALETTE.match(event) || event.getCode() == KeyCode.F1;
  }

  /** "Ctrl+1" or "⌘1". */
  static String of(ScreenName name) {
    return shown(String.valueOf(name.digit()));
  }

  static String palette() {
    return shown("K");
  }

  static String rail() {
    return shown("B");
  }

  static KeyCombination combination(ScreenName name) {
    return new KeyCodeCombination(
        KeyCode.valueOf("DIGIT" + name.digit()), KeyCombination.SHORTCUT_DOWN);
  }

  private static String shown(String key) {
    return (MAC ? "⌘" : "Ctrl+") + key;
  }
}
