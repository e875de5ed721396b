// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.fx;

import dev.wheelhouse.engine.event.Subscription;
import java.time.Duration;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.skin.TextInputControlSkin;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/**
 * Stops the blinking of carets that nobody looks at. A blinking caret is an animation: while it
 * runs the toolkit lays out and paints sixty times a second. JavaFX lets the caret of a field that
 * was left with Tab blink for ever, as its key handler starts it again after the keyboard has gone;
 * and a field that has the keyboard blinks for hours beside a user who went to lunch. Here the
 * first stops at once and the second stands still ten seconds after the last key or click, as the
 * text fields of GTK do.
 */
public final class CaretRest {
  /** How long after the last key or click a caret blinks; GTK's default too. */
  static final Duration AFTER = Duration.ofSeconds(10);

  private final Scene scene;
  private final UiThread ui;
  private javafx.util.Subscription watched = javafx.util.Subscription.EMPTY;
  private Subscription pending = () -> {};

  private CaretRest(Scene scene, UiThread ui) {
    this.scene = scene;
    this.ui = ui;
  }

  /** Looks after every text field of the scene from now on. */
  public static void watch(Scene scene, UiThread ui) {
    CaretRest rest = new CaretRest(scene, ui);
    scene
        .focusOwnerProperty()
        .subscribe((before, now) -> {
          rest.leave(before);
          rest.follow(now);
        });
    rest.follow(scene.getFocusOwner());
    scene.addEventFilter(KeyEvent.KEY_PRESSED, _ -> rest.wake());
    scene.addEventFilter(MouseEvent.MOUSE_PRESSED, _ -> rest.wake());
  }

  private void leave(@Nullable Node owner) {
    if (owner instanceof TextInputControl field) {
      // later, as the key that took the keyboard away is still being handled
      ui.post(() -> {
        if (!field.isFocused()) {
          blink(field, false);
        }
      });
    }
  }

  private void follow(@Nullable Node owner) {
    watched.unsubscribe();
    watched = javafx.util.Subscription.EMPTY;
    pending.close();
    if (owner instanceof TextInputControl field) {
      // not the scene's owner alone: the window itself can lose the keyboard and get it back
      watched =
          field
              .focusedProperty()
              .subscribe(has -> {
                if (has) {
                  wake();
                }
              });
    }
  }

  private void wake() {
    pending.close();
    if (scene.getFocusOwner() instanceof TextInputControl field && field.isFocused()) {
      blink(field, true);
      pending = ui.after(AFTER, () -> blink(field, false));
    }
  }

  private static void blink(TextInputControl field, boolean wanted) {
    if (field.getSkin() instanceof TextInputControlSkin<?> skin) {
      skin.setCaretAnimating(wanted);
    }
  }
}
