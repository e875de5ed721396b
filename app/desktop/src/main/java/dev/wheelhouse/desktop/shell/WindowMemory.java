// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.shell;

import dev.wheelhouse.engine.settings.Settings;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;

/** Puts the window where it was, when that place still exists. */
public final class WindowMemory {
  private static final double WIDTH = 1280;
  private static final double HEIGHT = 800;
  private static final double LEAST_WIDTH = 960;
  private static final double LEAST_HEIGHT = 600;

  private WindowMemory() {}

  /** Sizes the stage before it is shown. */
  public static void restore(Stage stage, Settings.Window window) {
    stage.setMinWidth(LEAST_WIDTH);
    stage.setMinHeight(LEAST_HEIGHT);
    if (window.width() < 1) {
      stage.setWidth(WIDTH);
      stage.setHeight(HEIGHT);
      return;
    }
    stage.setWidth(Math.max(LEAST_WIDTH, window.width()));
    stage.setHeight(Math.max(LEAST_HEIGHT, window.height()));
    if (isReachable(window)) {
      stage.setX(window.x());
      stage.setY(window.y());
    }
    stage.setMaximized(window.maximized());
  }

  /** What to remember. A maximised window keeps the size from before it was maximised. */
  public static Settings.Window of(Stage stage, boolean railCollapsed, Settings.Window before) {
    return stage.isMaximized()
        ? new Settings.Window(
            before.x(), before.y(), before.width(), before.height(), true, railCollapsed)
        : new Settings.Window(
            stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight(), false, railCollapsed);
  }

  /** Its title bar must be on a screen, or nobody could move it back. */
  private static boolean isReachable(Settings.Window window) {
    Rectangle2D titleBar = new Rectangle2D(window.x() + 40, window.y(), 80, 30);
    return Screen.getScreens().stream()
        .anyMatch(screen -> screen.getVisualBounds().intersects(titleBar));
  }
}
