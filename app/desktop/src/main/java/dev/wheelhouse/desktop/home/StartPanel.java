// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.home;

import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.theme.Style;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** One large Start, and what it will do and cost. */
public final class StartPanel extends VBox {
  private final Label title = new Label();
  private final Label description = new Label();
  private final VBox facts = new VBox(10);
  private final Button start = Buttons.primary("Start", () -> {});

  public StartPanel() {
    getStyleClass().addAll(Style.CARD, "start-panel");
    title.getStyleClass().addAll(Style.LEAD, Style.STRONG);
    description.getStyleClass().add(Style.QUIET);
    description.setWrapText(true);
    description.setMinHeight(USE_PREF_SIZE);
    start.getStyleClass().add(Style.LARGE);
    start.setGraphic(FontIcon.of(Feather.PLAY, 18));
    start.setMaxWidth(Double.MAX_VALUE);
    start.setId("start");
    setAlignment(Pos.TOP_LEFT);
    setMaxHeight(USE_PREF_SIZE);
    getChildren().addAll(title, description, start, facts);
  }

  void onStart(Runnable action) {
    start.setOnAction(event -> action.run());
  }

  void describe(String stack, String words) {
    title.setText("Start " + stack);
    description.setText(words);
    description.setManaged(!words.isEmpty());
    start.setText("Start " + stack);
  }

  /** Shows what is known; null while it is not. */
  void show(@Nullable StartPreview preview) {
    facts.getChildren().clear();
    if (preview != null) {
      preview.facts().forEach(fact -> facts.getChildren().add(line(fact)));
    }
  }

  void focusStart() {
    start.requestFocus();
  }

  private static Label line(StartPreview.Fact fact) {
    Label label = new Label(fact.words(), FontIcon.of(icon(fact.kind()), 16));
    label.setGraphicTextGap(10);
    label.setWrapText(true);
    label.setMinHeight(USE_PREF_SIZE);
    if (!fact.details().isEmpty()) {
      label.setTooltip(new Tooltip(fact.details()));
    }
    return label;
  }

  private static Feather icon(StartPreview.Kind kind) {
    return switch (kind) {
      case SERVICES -> Feather.LAYERS;
      case IMAGES -> Feather.DOWNLOAD_CLOUD;
      case MEMORY -> Feather.CPU;
      case PORTS -> Feather.LOCK;
      case DATA -> Feather.HARD_DRIVE;
    };
  }
}
