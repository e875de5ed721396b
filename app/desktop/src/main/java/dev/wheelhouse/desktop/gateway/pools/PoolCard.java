// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.pools;

import dev.wheelhouse.desktop.control.IconButton;
import dev.wheelhouse.desktop.control.Texts;
import dev.wheelhouse.desktop.gateway.part.Card;
import dev.wheelhouse.engine.gateway.config.PoolSettings;
import dev.wheelhouse.engine.gateway.config.PoolTarget;
import dev.wheelhouse.engine.gateway.pool.PoolNow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/**
 * One pool: its policy, its targets, and what else holds for it. It stays where it is when
 * something of it changes, so that the keyboard does too.
 */
final class PoolCard extends VBox {
  private final PoolsViewModel model;
  private final PolicyBox policy;
  private final Label words = Texts.quiet("");
  private final VBox targets = new VBox();
  private final CheckBox sticky = new CheckBox("A conversation stays where it was answered");
  private final CheckBox local = new CheckBox("Never leaves this machine");
  private final RulesForm rules;
  private final Map<String, TargetRow> rows = new LinkedHashMap<>();
  private PoolSettings pool;

  PoolCard(PoolSettings shown, PoolsViewModel model, Consumer<PoolSettings> remove) {
    this.model = model;
    pool = shown;
    String name = shown.name();
    policy =
        new PolicyBox(
            "Policy of " + name, shown.policy(), chosen -> model.change(pool.withPolicy(chosen)));
    rules = new RulesForm(name, model, () -> pool);
    IconButton more = new IconButton(Feather.SLIDERS, "More rules of " + name);
    more.setOnAction(event -> rules.toggle(more));
    IconButton reset =
        new IconButton(
            Feather.ROTATE_CCW,
            "Make the weights of " + name + " equal and forget what was learned",
            () -> model.reset(pool));
    IconButton delete =
        new IconButton(Feather.TRASH_2, "Remove " + name, () -> remove.accept(pool));
    sticky.setOnAction(event -> model.change(pool.withSticky(sticky.isSelected())));
    local.setOnAction(event -> model.change(pool.withLocal(local.isSelected())));
    getChildren()
        .add(
            new Card(name, policy, more, reset, delete)
                .with(words, rules.view(), targets, new FlowPane(24, 8, sticky, local)));
    update(shown);
  }

  /** Shows the pool as it is set up now. */
  void update(PoolSettings changed) {
    pool = changed;
    policy.show(pool.policy());
    words.setText(Policies.words(pool));
    sticky.setSelected(pool.sticky());
    local.setSelected(pool.local());
    List<String> labels = pool.targets().stream().map(PoolTarget::label).toList();
    if (!labels.equals(List.copyOf(rows.keySet()))) {
      rows.keySet().retainAll(labels);
      Map<String, TargetRow> kept = Map.copyOf(rows);
      rows.clear();
      labels.forEach(label -> rows.put(label, kept.getOrDefault(label, row(label))));
      targets.getChildren().setAll(rows.values());
    }
    boolean weighs = Policies.weighs(pool.policy());
    for (PoolTarget target : pool.targets()) {
      Objects.requireNonNull(rows.get(target.label())).update(target, model.price(target), weighs);
    }
  }

  private TargetRow row(String label) {
    return new TargetRow(
        label,
        new TargetRow.Orders() {
          @Override
          public void weigh(double weight) {
            model.weigh(pool, target(label), weight);
          }

          @Override
          public void describe(PoolsViewModel.Facts facts, Runnable done) {
            model.describe(target(label), facts, pool, done);
          }
        });
  }

  private PoolTarget target(String label) {
    return pool.targets().stream()
        .filter(target -> target.label().equals(label))
        .findFirst()
        .orElseThrow();
  }

  void show(PoolNow now) {
    now.targets()
        .forEach(target -> {
          TargetRow row = rows.get(target.label());
          if (row != null) {
            row.show(target);
          }
        });
  }
}
