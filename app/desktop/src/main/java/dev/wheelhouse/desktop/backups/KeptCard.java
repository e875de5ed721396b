// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.backups;

import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.control.StateMark;
import dev.wheelhouse.desktop.format.Amounts;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.desktop.theme.Tone;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/** Says that the data from before a restore is still there, and offers to go back or to drop it. */
final class KeptCard extends HBox {

  KeptCard(List<String> volumes, Runnable undo, Runnable drop) {
    super(12);
    getStyleClass().add(Style.CARD);
    setAlignment(Pos.CENTER_LEFT);
    Label words =
        new Label(
            "The data from before the last restore is kept in "
                + Amounts.count(volumes.size(), "volume", "volumes")
                + ".");
    words.setWrapText(true);
    words.setMinHeight(USE_PREF_SIZE);
    words.setMaxWidth(Double.MAX_VALUE);
    words.setTooltip(new Tooltip(String.join("\n", volumes)));
    HBox.setHgrow(words, Priority.ALWAYS);
    getChildren()
        .addAll(
            new StateMark(Tone.ACCENT),
            words,
            Buttons.plain("Undo the restore", undo),
            Buttons.ghost("Drop the old data", drop));
  }
}
