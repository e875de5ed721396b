// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.home;

import dev.wheelhouse.desktop.format.Amounts;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.engine.text.Sizes;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/** An image on its way: "pulling grafana ▓▓▓ 71 % 84 MB of 118 MB". */
final class PullRow extends HBox {
  private final Label name = new Label();
  private final ProgressBar bar = new ProgressBar(0);
  private final Label figures = new Label();

  PullRow() {
    super(10);
    setAlignment(Pos.CENTER_LEFT);
    getStyleClass().add("pull-row");
    name.setMinWidth(USE_PREF_SIZE);
    bar.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(bar, Priority.ALWAYS);
    figures.getStyleClass().addAll(Style.CAPTION, Style.QUIET);
    figures.setMinWidth(USE_PREF_SIZE);
    getChildren().addAll(name, bar, figures);
  }

  void show(Pull pull) {
    name.setText("Pulling " + pull.service());
    bar.setProgress(pull.fraction());
    figures.setText(
        pull.total() > 0
            ? Amounts.percent(pull.fraction())
                + "   "
                + Sizes.bytes(pull.current())
                + " of "
                + Sizes.bytes(pull.total())
            : "");
    setAccessibleText(name.getText() + " " + figures.getText());
  }
}
