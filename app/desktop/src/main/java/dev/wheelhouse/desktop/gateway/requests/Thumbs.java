// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.requests;

import dev.wheelhouse.desktop.theme.Style;
import java.util.function.DoubleConsumer;
import javafx.geometry.Pos;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Says whether an answer was good. */
final class Thumbs extends HBox {
  private final ToggleGroup group = new ToggleGroup();

  /**
   * @param score what was said before; null when nothing
   * @param rate is told 1 for good and -1 for bad
   */
  Thumbs(@Nullable Double score, DoubleConsumer rate) {
    super(4);
    setAlignment(Pos.CENTER_LEFT);
    getChildren()
        .addAll(
            thumb(
                Feather.THUMBS_UP,
                "A good answer",
                score != null && score > 0,
                () -> rate.accept(1)),
            thumb(
                Feather.THUMBS_DOWN,
                "A bad answer",
                score != null && score < 0,
                () -> rate.accept(-1)));
  }

  private ToggleButton thumb(Feather icon, String words, boolean chosen, Runnable rate) {
    ToggleButton thumb = new ToggleButton();
    thumb.setGraphic(FontIcon.of(icon, 16));
    thumb.getStyleClass().addAll(Style.ICON_BUTTON, Style.GHOST);
    thumb.setAccessibleText(words);
    thumb.setTooltip(new Tooltip(words));
    thumb.setToggleGroup(group);
    thumb.setSelected(chosen);
    thumb.setOnAction(event -> {
      // what was said can be changed, not taken back
      if (thumb.isSelected()) {
        rate.run();
      } else {
        thumb.setSelected(true);
      }
    });
    return thumb;
  }
}
