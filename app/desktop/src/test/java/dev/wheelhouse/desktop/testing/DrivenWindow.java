// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.testing;

import dev.wheelhouse.desktop.Main;
import dev.wheelhouse.desktop.frame.ScreenName;
import dev.wheelhouse.testing.Wait;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.testfx.api.FxToolkit;

/**
 * The whole program as users start it, with somebody at its mouse and keyboard who does what
 * standard input says, one order a line. Each order gets one answer; {@link WindowProcess} speaks
 * with it. When nobody gives orders any more it ends.
 */
public final class DrivenWindow {
  /** Begins an answer: {@code MARK done PART…}, or {@code MARK failed PART}. */
  static final String MARK = "\u0002";

  /** Stands between the parts of an answer. */
  static final String BETWEEN = "\u001f";

  private final WindowUser user;

  private DrivenWindow(WindowUser user) {
    this.user = user;
  }

  public static void main(String[] arguments) {
    Thread.ofPlatform().daemon().name("user").start(DrivenWindow::drive);
    Main.main(arguments);
  }

  private static void drive() {
    try {
      DrivenWindow window = new DrivenWindow(new WindowUser(stage()));
      answer("done", List.of());
      window.obey();
    } catch (AssertionError e) {
      answer("failed", List.of(e.toString()));
    }
    // the test is gone
    Runtime.getRuntime().halt(1);
  }

  private static Stage stage() {
    Duration patience = Duration.ofSeconds(60);
    Wait.until("JavaFX runs", FxToolkit::isFXApplicationThreadRunning, patience);
    Wait.until("a window", () -> WindowUser.onUi(DrivenWindow::isShown), patience);
    return WindowUser.onUi(() -> (Stage) Window.getWindows().getFirst());
  }

  private static boolean isShown() {
    return Window.getWindows().stream().anyMatch(Window::isShowing);
  }

  private void obey() {
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try {
      for (String line = orders.readLine(); line != null; line = orders.readLine()) {
        String[] words = line.split(" ", 2);
        try {
          answer("done", obey(words[0], words.length > 1 ? words[1] : ""));
        } catch (AssertionError | RuntimeException e) {
          answer("failed", List.of(e.toString()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> obey(String order, String what) {
    switch (order) {
      case "go" -> user.go(ScreenName.valueOf(what));
      case "click" -> user.click(what);
      case "clickText" -> user.clickText(what);
      case "clickField" -> user.clickField(what);
      case "write" -> user.write(what);
      case "press" -> user.press(KeyCode.valueOf(what));
      case "picture" -> user.picture(Path.of(what));
      case "close" -> user.close();
      case "look" -> {
        return user.texts();
      }
      default -> throw new IllegalArgumentException("no such order: " + order);
    }
    return List.of();
  }

  private static void answer(String how, List<String> parts) {
    String line = MARK + how + BETWEEN + String.join(BETWEEN, parts);
    System.out.println(line.replace('\n', ' '));
    System.out.flush();
  }
}
