// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.testing;

import dev.wheelhouse.desktop.theme.Fonts;
import dev.wheelhouse.desktop.theme.Palette;
import dev.wheelhouse.desktop.theme.Themes;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.embed.swing.SwingFXUtils;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.control.Tooltip;
import javafx.scene.paint.Color;
import javafx.stage.PopupWindow;
import javafx.stage.Stage;
import javafx.stage.Window;
import javax.imageio.ImageIO;
import org.testfx.util.WaitForAsyncUtils;

/** Shows a screen in a themed window of the usual size, and makes pictures of it. */
public final class Stages {
  private Stages() {}

  /** Shows the node at 1068 × 716, what a screen gets in a window of 1280 × 800. */
  public static Scene show(Stage stage, Parent root) {
    return show(stage, root, Palette.LIGHT, 1068, 716);
  }

  /** Shows the node in this palette and size; to be called on the UI thread. */
  public static Scene show(Stage stage, Parent root, Palette palette, int width, int height) {
    Fonts.load();
    Scene scene = new Scene(root, width, height);
    Themes.dress(scene, palette);
    stage.setScene(scene);
    // the stage of the test before has its own size still
    stage.setWidth(width);
    stage.setHeight(height);
    stage.show();
    return scene;
  }

  /** Writes what the scene shows now to a PNG file, with its open menus and cards. */
  public static void picture(Scene scene, Path file) {
    write(
        () -> {
          BufferedImage image = SwingFXUtils.fromFXImage(scene.snapshot(null), null);
          Window.getWindows().stream()
              .filter(window -> window instanceof PopupWindow popup && isOver(popup, scene))
              .forEach(popup -> draw(popup, scene, image));
          return image;
        },
        file);
  }

  private static boolean isOver(PopupWindow popup, Scene scene) {
    return popup.isShowing()
        && !(popup instanceof Tooltip)
        && scene.getWindow().equals(popup.getOwnerWindow());
  }

  private static void draw(Window popup, Scene scene, BufferedImage onto) {
    SnapshotParameters clear = new SnapshotParameters();
    clear.setFill(Color.TRANSPARENT);
    Window window = scene.getWindow();
    // a shadow reaches out of the root, and is part of its picture
    Bounds bounds = popup.getScene().getRoot().getBoundsInParent();
    int x = (int) Math.round(popup.getX() - window.getX() - scene.getX() + bounds.getMinX());
    int y = (int) Math.round(popup.getY() - window.getY() - scene.getY() + bounds.getMinY());
    Graphics2D graphics = onto.createGraphics();
    graphics.drawImage(
        SwingFXUtils.fromFXImage(popup.getScene().getRoot().snapshot(clear, null), null),
        x,
        y,
        null);
    graphics.dispose();
  }

  /** Writes the whole node to a PNG file, also what is scrolled out of sight. */
  public static void picture(Node node, Path file) {
    write(() -> SwingFXUtils.fromFXImage(node.snapshot(null, null), null), file);
  }

  private static void write(Callable<BufferedImage> snapshot, Path file) {
    WaitForAsyncUtils.waitForFxEvents();
    try {
      BufferedImage image = WaitForAsyncUtils.asyncFx(snapshot).get(10, TimeUnit.SECONDS);
      Files.createDirectories(file.toAbsolutePath().getParent());
      ImageIO.write(image, "png", file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("no picture", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("no picture", e);
    }
  }
}
