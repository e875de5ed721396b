// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.pools;

import dev.wheelhouse.desktop.control.StateMark;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.desktop.theme.Tone;
import dev.wheelhouse.engine.gateway.config.PoolTarget;
import dev.wheelhouse.engine.gateway.pool.TargetNow;
import java.util.function.DoubleConsumer;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/** One target of a pool: its state, its share as it moves, and its weight. */
final class TargetRow extends HBox {
  private final StateMark mark = new StateMark(Tone.MUTED);
  private final Label name;
  private final Label figures = new Label();
  private final ShareBar bar = new ShareBar();
  private final Label share = new Label();

  /**
   * @param weigh sets another weight; null where weights do not count
   */
  TargetRow(PoolTarget target, boolean weighs, DoubleConsumer weigh) {
    super(12);
    getStyleClass().add("target-row");
    setAlignment(Pos.CENTER_LEFT);
    setMinHeight(36);
    name = new Label(target.label());
    name.getStyleClass().add(Style.MEDIUM);
    name.setMinWidth(0);
    name.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(name, Priority.ALWAYS);
    figures.getStyleClass().addAll(Style.CAPTION, Style.QUIET);
    figures.setMinWidth(USE_PREF_SIZE);
    share.setMinWidth(44);
    share.setAlignment(Pos.CENTER_RIGHT);
    getChildren().addAll(mark, name, figures, bar, share);
    if (weighs) {
      getChildren().add(weight(target, weigh));
    }
  }

  private static TextField weight(PoolTarget target, DoubleConsumer weigh) {
    double now = target.weight();
    String text = now == Math.rint(now) ? String.valueOf((long) now) : String.valueOf(now);
    TextField field = new TextField(text);
    field.setPrefWidth(56);
    field.setMinWidth(56);
    field.setAccessibleText("Weight of " + target.label());
    field.setTooltip(new Tooltip("Its weight compared to the others; Enter sets it"));
    field.setOnAction(event -> {
      String wanted = field.getText().strip();
      if (wanted.matches("\\d{1,6}(\\.\\d{1,3})?") && Double.parseDouble(wanted) > 0) {
        weigh.accept(Double.parseDouble(wanted));
      } else {
        field.setText(text);
      }
    });
    return field;
  }

  void show(TargetNow now) {
    mark.show(TargetLooks.tone(now));
    boolean ready = now.state() == TargetNow.State.READY;
    figures.setText(ready ? TargetLooks.figures(now) : TargetLooks.word(now));
    bar.show(now.figures().share());
    share.setText(Math.round(now.figures().share() * 100) + " %");
    Tooltip.install(this, new Tooltip(ready ? TargetLooks.word(now) : now.reason()));
    setAccessibleText(
        now.label() + ", " + TargetLooks.word(now) + ", " + share.getText() + " of requests");
  }
}
