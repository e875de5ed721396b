// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.testing;

import dev.wheelhouse.desktop.frame.ScreenName;
import dev.wheelhouse.testing.Wait;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.kordamp.ikonli.javafx.FontIcon;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/**
 * A user at the open window: reads what is visible, moves the mouse, types. Waits as people do for
 * what is about to show up. Not for the UI thread.
 */
public final class WindowUser {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final FxRobot robot = new FxRobot();
  private final Stage stage;

  public WindowUser(Stage stage) {
    this.stage = stage;
  }

  public Scene scene() {
    return stage.getScene();
  }

  /** Every text that can be read now, popups included. */
  public List<String> texts() {
    return onUi(() -> everywhere(WindowUser::isText).map(WindowUser::text).toList());
  }

  /** Whether a text contains these words. */
  public boolean sees(String words) {
    return texts().stream().anyMatch(text -> text.contains(words));
  }

  /**
   * Waits until a text contains these words.
   *
   * @throws AssertionError that says what could be read instead
   */
  public void awaits(String words, Duration patience) {
    awaits("“" + words + "”", texts -> texts.stream().anyMatch(it -> it.contains(words)), patience);
  }

  public void awaits(String words) {
    awaits(words, PATIENCE);
  }

  /** Waits until what can be read meets the condition. */
  public void awaits(String what, Predicate<List<String>> condition, Duration patience) {
    try {
      Wait.until(what, () -> condition.test(texts()), patience);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "; to be read is " + texts(), e);
    }
  }

  /** Opens a screen by its button at the left. */
  public void go(ScreenName screen) {
    click("#rail-" + screen.title().toLowerCase(Locale.ROOT));
  }

  /**
   * Clicks a button once, as soon as it is there, enabled and stands still.
   *
   * @param wanted its words, the words that a screen reader has for it, or {@code #} and its id
   */
  public void click(String wanted) {
    clickNode(wanted, node -> node instanceof ButtonBase && isCalled(node, wanted));
  }

  /** Clicks what shows this text, such as a line of a list. */
  public void clickText(String text) {
    clickNode(text, node -> isText(node) && text(node).equals(text));
  }

  /** Clicks the field with this prompt. */
  public void clickField(String prompt) {
    clickNode(
        prompt,
        node -> node instanceof TextInputControl input && prompt.equals(input.getPromptText()));
  }

  /** Goes there with the mouse, and again when it moved meanwhile; clicks once. */
  private void clickNode(String what, Predicate<Node> wanted) {
    Point2D[] mouse = new Point2D[1];
    awaits(
        what + " to click on",
        texts -> {
          Point2D place = onUi(() -> place(wanted));
          boolean reached = place != null && place.equals(mouse[0]);
          if (place != null && !reached) {
            robot.moveTo(place);
            mouse[0] = place;
          }
          return reached;
        },
        PATIENCE);
    robot.clickOn(MouseButton.PRIMARY);
    WaitForAsyncUtils.waitForFxEvents();
  }

  /** The middle of the first such node, popups first; null when there is none to be clicked. */
  private static Point2D place(Predicate<Node> wanted) {
    return everywhere(node -> wanted.test(node) && !node.isDisabled())
        .map(node -> node.localToScreen(node.getBoundsInLocal()))
        .filter(Objects::nonNull)
        .filter(bounds -> bounds.getWidth() > 0)
        .map(WindowUser::middle)
        .findFirst()
        .orElse(null);
  }

  private static Point2D middle(Bounds bounds) {
    return new Point2D(Math.rint(bounds.getCenterX()), Math.rint(bounds.getCenterY()));
  }

  /** Types where the focus is. */
  public void write(String text) {
    robot.write(text, 0);
    WaitForAsyncUtils.waitForFxEvents();
  }

  /** Presses keys together. */
  public void press(KeyCode... keys) {
    robot.push(keys);
    WaitForAsyncUtils.waitForFxEvents();
  }

  /** Writes what the window shows to a file. */
  public void picture(Path file) {
    Stages.picture(scene(), file);
  }

  /** Closes the window as its frame's button does. */
  public void close() {
    onUi(() -> {
      stage
          .getOnCloseRequest()
          .handle(
              new javafx.stage.WindowEvent(stage, javafx.stage.WindowEvent.WINDOW_CLOSE_REQUEST));
      return stage;
    });
  }

  /** Reads something of the window, on the UI thread. */
  public static <T> T onUi(Callable<T> read) {
    try {
      return WaitForAsyncUtils.asyncFx(read).get(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("the window does not answer", e);
    }
  }

  private static Stream<Node> everywhere(Predicate<Node> wanted) {
    return List.copyOf(Window.getWindows()).reversed().stream()
        .filter(Window::isShowing)
        .flatMap(window -> SceneReader.find(window.getScene().getRoot(), wanted).stream());
  }

  private static boolean isCalled(Node node, String wanted) {
    return wanted.startsWith("#")
        ? wanted.substring(1).equals(node.getId())
        : wanted.equals(text(node)) || wanted.equals(node.getAccessibleText());
  }

  private static boolean isText(Node node) {
    boolean own = node instanceof Text && !(node.getParent() instanceof Labeled);
    boolean words = own || node instanceof Labeled || node instanceof TextInputControl;
    return words && !(node instanceof FontIcon) && !text(node).isBlank();
  }

  private static String text(Node node) {
    String text =
        switch (node) {
          case Labeled labeled -> labeled.getText();
          case TextInputControl input -> input.getText();
          case Text run -> run.getText();
          default -> null;
        };
    return text == null ? "" : text;
  }
}
