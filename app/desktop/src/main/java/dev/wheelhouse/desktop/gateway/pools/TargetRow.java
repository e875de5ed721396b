// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.pools;

import dev.wheelhouse.desktop.control.IconButton;
import dev.wheelhouse.desktop.control.StateMark;
import dev.wheelhouse.desktop.control.Visibility;
import dev.wheelhouse.desktop.gateway.part.Field;
import dev.wheelhouse.desktop.gateway.part.ShareBar;
import dev.wheelhouse.desktop.gateway.part.Written;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.desktop.theme.Tone;
import dev.wheelhouse.engine.gateway.config.PoolTarget;
import dev.wheelhouse.engine.gateway.config.TokenPrice;
import dev.wheelhouse.engine.gateway.pool.TargetNow;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** One target of a pool: its state, its share as it moves, and what the user knows of it. */
final class TargetRow extends VBox {
  private final StateMark mark = new StateMark(Tone.MUTED);
  private final Label caption = new Label();
  private final ShareBar bar = new ShareBar(120);
  private final Label share = new Label();
  private final Tooltip tip = new Tooltip();
  private final TextField weight = new TextField();
  private final TextField input = Field.line("As the list says", 130);
  private final TextField output = Field.line("As the list says", 130);
  private final TextField context = Field.line("Not known", 150);
  private final InlineForm form;
  private @Nullable TargetNow now;
  private String facts = "";
  private @Nullable TokenPrice ownPrice;
  private int holds;
  private double weighs;

  /** What is done with a target. */
  interface Orders {
    void weigh(double weight);

    void describe(PoolsViewModel.Facts facts, Runnable done);
  }

  TargetRow(String label, Orders orders) {
    getStyleClass().add("target-row");
    Label name = new Label(label);
    name.getStyleClass().add(Style.MEDIUM);
    name.setMinWidth(0);
    caption.getStyleClass().addAll(Style.CAPTION, Style.QUIET);
    caption.setMinWidth(0);
    VBox words = new VBox(name, caption);
    words.setMinWidth(0);
    words.setAlignment(Pos.CENTER_LEFT);
    HBox.setHgrow(words, Priority.ALWAYS);
    share.setMinWidth(44);
    share.setAlignment(Pos.CENTER_RIGHT);
    weight(label, orders::weigh);
    form =
        new InlineForm(
            "price and context of " + label,
            this::fill,
            () -> save(orders),
            new Field("A million tokens read, $", input),
            new Field("A million written, $", output),
            new Field("Longest conversation, tokens", context));
    IconButton edit = new IconButton(Feather.SLIDERS, "Price and context of " + label);
    edit.setOnAction(event -> form.toggle(edit));
    HBox line = new HBox(12, mark, words, bar, share, weight, edit);
    line.setAlignment(Pos.CENTER_LEFT);
    line.setMinHeight(44);
    Tooltip.install(line, tip);
    getChildren().addAll(line, form);
  }

  private void weight(String label, DoubleConsumer weigh) {
    weight.setPrefWidth(56);
    weight.setMinWidth(56);
    weight.setAccessibleText("Weight of " + label);
    weight.setTooltip(new Tooltip("Its weight compared to the others; Enter sets it"));
    weight.setOnAction(event -> {
      String wanted = weight.getText().strip();
      if (wanted.matches("\\d{1,6}(\\.\\d{1,3})?") && Double.parseDouble(wanted) > 0) {
        weigh.accept(Double.parseDouble(wanted));
      } else {
        weight.setText(Written.of(weighs));
      }
    });
  }

  private void save(Orders orders) {
    orders.describe(
        new PoolsViewModel.Facts(input.getText(), output.getText(), context.getText()),
        form::close);
  }

  private void fill() {
    TokenPrice own = ownPrice;
    input.setText(own == null ? "" : Written.of(own.input()));
    output.setText(own == null ? "" : Written.of(own.output()));
    context.setText(holds == 0 ? "" : String.valueOf(holds));
  }

  /**
   * Shows how it is set up.
   *
   * @param price its own, or that of the list
   * @param byWeight whether weights count
   */
  void update(PoolTarget target, Optional<TokenPrice> price, boolean byWeight) {
    if (target.weight() != weighs) {
      weighs = target.weight();
      weight.setText(Written.of(weighs));
    }
    Visibility.show(weight, byWeight);
    ownPrice = target.price();
    holds = target.context();
    facts = TargetLooks.facts(price, target.context());
    show();
  }

  void show(TargetNow seen) {
    now = seen;
    show();
  }

  private void show() {
    if (now == null) {
      caption.setText(facts);
      return;
    }
    boolean ready = now.state() == TargetNow.State.READY;
    mark.show(TargetLooks.tone(now));
    String state = ready ? TargetLooks.figures(now) : TargetLooks.word(now);
    caption.setText(facts.isEmpty() ? state : state + " · " + facts);
    bar.show(now.figures().share());
    share.setText(Math.round(now.figures().share() * 100) + " %");
    tip.setText(ready ? TargetLooks.word(now) : now.reason());
    setAccessibleText(
        now.label() + ", " + TargetLooks.word(now) + ", " + share.getText() + " of requests");
  }
}
