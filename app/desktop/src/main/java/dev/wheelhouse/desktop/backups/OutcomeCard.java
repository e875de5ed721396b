// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.backups;

import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.control.StateBadge;
import dev.wheelhouse.desktop.control.Texts;
import dev.wheelhouse.desktop.control.Visibility;
import dev.wheelhouse.desktop.format.Amounts;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.desktop.theme.Tone;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** How a verification or a restore went; what was compared is folded while all is well. */
final class OutcomeCard extends VBox {
  private static final double HIGHEST = 168;

  OutcomeCard(Outcome outcome, Runnable close) {
    super(12);
    getStyleClass().add(Style.CARD);
    StateBadge badge = new StateBadge(outcome.tone(), outcome.title());
    badge.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(badge, Priority.ALWAYS);
    HBox head = new HBox(8, badge);
    head.setAlignment(Pos.CENTER_LEFT);
    getChildren().add(head);
    if (!outcome.lines().isEmpty()) {
      ScrollPane lines = new ScrollPane(Texts.quiet(String.join("\n", outcome.lines())));
      lines.setFitToWidth(true);
      lines.setMaxHeight(HIGHEST);
      lines.setMinHeight(0);
      boolean open = outcome.tone() != Tone.OK;
      Visibility.show(lines, open);
      if (!open) {
        head.getChildren().add(fold(outcome, lines));
      }
      getChildren().add(lines);
    }
    head.getChildren().add(Buttons.plain("Close", close));
  }

  private static Button fold(Outcome outcome, ScrollPane lines) {
    String show = "Show " + Amounts.count(outcome.lines().size(), "check", "checks");
    Button fold = Buttons.ghost(show, () -> {});
    fold.setOnAction(event -> {
      Visibility.show(lines, !lines.isVisible());
      fold.setText(lines.isVisible() ? "Hide the checks" : show);
    });
    return fold;
  }
}
