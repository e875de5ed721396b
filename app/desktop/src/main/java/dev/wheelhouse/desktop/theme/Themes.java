// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.theme;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import dev.wheelhouse.engine.settings.Settings;
import java.net.URL;
import java.util.List;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.scene.Scene;

/** Dresses scenes in the theme that the user chose; follows the system where that is the choice. */
public final class Themes {
  private final Scene scene;
  private Settings.Theme choice = Settings.Theme.SYSTEM;

  /** Dresses this scene; popups take their styles from the scene that owns them. */
  public Themes(Scene scene) {
    this.scene = scene;
    Platform.getPreferences().colorSchemeProperty().subscribe(scheme -> dress());
  }

  public void choose(Settings.Theme wanted) {
    choice = wanted;
    dress();
  }

  /** What is shown now. */
  public Palette palette() {
    return switch (choice) {
      case LIGHT -> Palette.LIGHT;
      case DARK -> Palette.DARK;
      case SYSTEM ->
          Platform.getPreferences().getColorScheme() == ColorScheme.DARK
              ? Palette.DARK
              : Palette.LIGHT;
    };
  }

  private void dress() {
    dress(scene, palette());
  }

  /** Dresses a scene in one palette; for the window itself and for tests. */
  public static void dress(Scene scene, Palette palette) {
    String base =
        switch (palette) {
          case LIGHT -> new PrimerLight().getUserAgentStylesheet();
          case DARK -> new PrimerDark().getUserAgentStylesheet();
        };
    if (!base.equals(Application.getUserAgentStylesheet())) {
      Application.setUserAgentStylesheet(base);
    }
    List<String> wanted = List.of(palette.stylesheet(), url("base.css"), url("controls.css"));
    if (!wanted.equals(List.copyOf(scene.getStylesheets()))) {
      scene.getStylesheets().setAll(wanted);
    }
  }

  static String url(String file) {
    URL url = Themes.class.getResource(file);
    if (url == null) {
      throw new IllegalStateException("no " + file);
    }
    return url.toExternalForm();
  }
}
