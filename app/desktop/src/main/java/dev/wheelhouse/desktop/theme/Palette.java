// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.theme;

import java.util.Locale;

/** The two sets of colours. */
public enum Palette {
  LIGHT,
  DARK;

  /** Where the tokens of this palette are written down. */
  public String stylesheet() {
    return Themes.url("tokens-" + name().toLowerCase(Locale.ROOT) + ".css");
  }
}
