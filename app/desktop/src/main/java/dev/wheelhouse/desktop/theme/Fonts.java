// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.theme;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import javafx.scene.text.Font;

/** The product's own type: Inter with tabular digits, and JetBrains Mono (both OFL 1.1). */
public final class Fonts {
  public static final String SANS = "Wheelhouse Sans";
  public static final String MONO = "Wheelhouse Mono";

  private static final List<String> FILES =
      List.of(
          "WheelhouseSans-Regular.otf",
          "WheelhouseSans-Medium.otf",
          "WheelhouseSans-Bold.otf",
          "WheelhouseSans-Italic.otf",
          "WheelhouseSans-BoldItalic.otf",
          "WheelhouseMono-Regular.ttf",
          "WheelhouseMono-Bold.ttf",
          "WheelhouseMono-Italic.ttf");

  private Fonts() {}

  /** Makes the families known to the toolkit. */
  public static void load() {
    for (String file : FILES) {
      try (InputStream stream = Fonts.class.getResourceAsStream("fonts/" + file)) {
        if (stream == null || Font.loadFont(stream, 13) == null) {
          throw new IllegalStateException("font " + file + " cannot be loaded");
        }
      } catch (IOException e) {
        throw new UncheckedIOException(file, e);
      }
    }
  }
}
