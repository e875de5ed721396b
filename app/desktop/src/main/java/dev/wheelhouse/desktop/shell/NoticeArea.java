// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.shell;

import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.control.IconButton;
import dev.wheelhouse.desktop.control.StateMark;
import dev.wheelhouse.desktop.frame.Notices;
import dev.wheelhouse.desktop.fx.UiThread;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.desktop.theme.Tone;
import dev.wheelhouse.engine.problem.Problem;
import java.time.Duration;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** Short messages at the lower right; at most three at a time, the newest below. */
final class NoticeArea extends VBox implements Notices {
  private static final int MOST = 3;
  private static final Duration SHORT = Duration.ofSeconds(4);
  private static final Duration LONG = Duration.ofSeconds(10);

  private final UiThread ui;

  NoticeArea(UiThread ui) {
    this.ui = ui;
    getStyleClass().add("notices");
    setAlignment(Pos.BOTTOM_RIGHT);
    setPickOnBounds(false);
    setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
  }

  @Override
  public void done(String text) {
    HBox notice = notice(Tone.OK, text);
    add(notice);
    ui.after(SHORT, () -> getChildren().remove(notice));
  }

  @Override
  public void undoable(String text, Runnable undo) {
    HBox notice = notice(Tone.OK, text);
    Button button =
        Buttons.ghost(
            "Undo",
            () -> {
              getChildren().remove(notice);
              undo.run();
            });
    notice.getChildren().add(notice.getChildren().size() - 1, button);
    add(notice);
    ui.after(LONG, () -> getChildren().remove(notice));
  }

  @Override
  public void problem(Problem problem) {
    HBox notice = notice(Tone.DANGER, problem.cause());
    Label remedy = new Label(problem.remedy());
    remedy.getStyleClass().add(Style.QUIET);
    remedy.setWrapText(true);
    remedy.setMinHeight(USE_PREF_SIZE);
    ((VBox) notice.getChildren().get(1)).getChildren().add(remedy);
    add(notice);
  }

  private void add(Node notice) {
    getChildren().add(notice);
    while (getChildren().size() > MOST) {
      getChildren().removeFirst();
    }
  }

  private HBox notice(Tone tone, String text) {
    Label label = new Label(text);
    label.setWrapText(true);
    label.setMinHeight(USE_PREF_SIZE);
    VBox words = new VBox(4, label);
    words.setAlignment(Pos.CENTER_LEFT);
    HBox.setHgrow(words, Priority.ALWAYS);
    HBox box = new HBox(12, new StateMark(tone), words);
    box.getStyleClass().addAll("notice", tone.styleClass());
    box.setAlignment(Pos.CENTER_LEFT);
    box.setAccessibleRole(AccessibleRole.TEXT);
    box.setAccessibleText(text);
    box.getChildren().add(new IconButton(Feather.X, "Dismiss", () -> getChildren().remove(box)));
    return box;
  }
}
