// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.control;

import dev.wheelhouse.desktop.theme.Tone;
import javafx.scene.layout.Region;

/** A small shape that tells a state without its colour: disc, half disc, triangle, cross, ring. */
public final class StateMark extends Region {
  private static final String DISC = "M5 0A5 5 0 1 1 5 10A5 5 0 1 1 5 0Z";

  private Tone tone;

  public StateMark(Tone tone) {
    this.tone = tone;
    getStyleClass().addAll("state-mark", tone.styleClass());
    setStyle(shape(tone));
    setMouseTransparent(true);
  }

  /** Shows another state. */
  public void show(Tone wanted) {
    if (wanted != tone) {
      getStyleClass().remove(tone.styleClass());
      getStyleClass().add(wanted.styleClass());
      setStyle(shape(wanted));
      tone = wanted;
    }
  }

  private static String shape(Tone tone) {
    return "-fx-shape: \"" + path(tone) + "\";";
  }

  private static String path(Tone tone) {
    return switch (tone) {
      case OK -> DISC;
      case BUSY -> DISC + "M5 1.5L5 8.5A3.5 3.5 0 0 0 5 1.5Z";
      case WARN -> "M5 0.4L10 9.6L0 9.6Z";
      case DANGER ->
          "M1.7 0L5 3.3L8.3 0L10 1.7L6.7 5L10 8.3L8.3 10L5 6.7L1.7 10L0 8.3L3.3 5L0 1.7Z";
      case MUTED -> DISC + "M5 1.7A3.3 3.3 0 1 0 5 8.3A3.3 3.3 0 1 0 5 1.7Z";
      case ACCENT -> "M0 0L10 0L10 10L0 10Z";
    };
  }
}
