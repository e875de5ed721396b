// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.theme;

import java.util.Locale;

/** What a colour means; there are no other colours. */
public enum Tone {
  OK,
  BUSY,
  WARN,
  DANGER,
  MUTED,
  ACCENT;

  /** The style class that sets the tone's colours: {@code tone-ok}. */
  public String styleClass() {
    return "tone-" + name().toLowerCase(Locale.ROOT);
  }
}
