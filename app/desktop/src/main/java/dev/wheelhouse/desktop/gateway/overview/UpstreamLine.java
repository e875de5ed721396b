// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.overview;

import dev.wheelhouse.desktop.control.StateMark;
import dev.wheelhouse.desktop.format.Amounts;
import dev.wheelhouse.desktop.gateway.part.Healths;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.engine.gateway.state.UpstreamNow;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/** One upstream in a line: its state, its name, and what it does. */
final class UpstreamLine extends HBox {
  UpstreamLine(UpstreamNow upstream) {
    super(8);
    setAlignment(Pos.CENTER_LEFT);
    Label name = new Label(upstream.name());
    name.getStyleClass().add(Style.MEDIUM);
    name.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(name, Priority.ALWAYS);
    Label words = new Label(words(upstream));
    words.getStyleClass().add(Style.QUIET);
    words.setMinWidth(USE_PREF_SIZE);
    words.setTooltip(new Tooltip(tip(upstream)));
    getChildren().addAll(new StateMark(Healths.tone(upstream.health())), name, words);
    setAccessibleText(upstream.name() + ", " + words.getText());
  }

  private static String words(UpstreamNow upstream) {
    if (!upstream.cause().isEmpty()) {
      return Healths.word(upstream.health());
    }
    String models = Amounts.count(upstream.models().size(), "model", "models");
    int busy = upstream.counts().inFlight();
    return busy == 0 ? models : models + " · " + busy + " at work";
  }

  private static String tip(UpstreamNow upstream) {
    return upstream.cause().isEmpty()
        ? String.join("\n", upstream.models())
        : upstream.cause() + "\n" + upstream.remedy();
  }
}
