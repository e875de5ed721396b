// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.backups;

import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.control.StateBadge;
import dev.wheelhouse.desktop.theme.Style;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** How a verification or a restore went. */
final class OutcomeCard extends VBox {

  OutcomeCard(Outcome outcome, Runnable close) {
    super(8);
    getStyleClass().add(Style.CARD);
    StateBadge badge = new StateBadge(outcome.tone(), outcome.title());
    badge.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(badge, Priority.ALWAYS);
    HBox head = new HBox(8, badge, Buttons.ghost("Close", close));
    head.setAlignment(Pos.CENTER_LEFT);
    getChildren().add(head);
    if (!outcome.lines().isEmpty()) {
      Label lines = new Label(String.join("\n", outcome.lines()));
      lines.getStyleClass().add(Style.QUIET);
      lines.setWrapText(true);
      lines.setMinHeight(USE_PREF_SIZE);
      getChildren().add(lines);
    }
  }
}
