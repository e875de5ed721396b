// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.action;

import dev.wheelhouse.desktop.control.Buttons;
import java.util.List;
import javafx.scene.control.Button;

/** The buttons of a problem's card. */
public final class RemedyButtons {
  private RemedyButtons() {}

  /** One for each remedy; the first, which is the best, stands out. */
  public static Button[] of(List<Remedy> remedies) {
    Button[] buttons = new Button[remedies.size()];
    for (int i = 0; i < buttons.length; i++) {
      Remedy remedy = remedies.get(i);
      buttons[i] =
          i == 0
              ? Buttons.primary(remedy.words(), remedy.action())
              : Buttons.plain(remedy.words(), remedy.action());
    }
    return buttons;
  }
}
