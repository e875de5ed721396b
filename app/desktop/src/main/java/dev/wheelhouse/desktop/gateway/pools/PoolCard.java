// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.pools;

import dev.wheelhouse.desktop.control.IconButton;
import dev.wheelhouse.desktop.control.Texts;
import dev.wheelhouse.desktop.gateway.part.Card;
import dev.wheelhouse.engine.gateway.config.PoolSettings;
import dev.wheelhouse.engine.gateway.config.PoolTarget;
import dev.wheelhouse.engine.gateway.pool.PoolNow;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** One pool: its policy, its targets, and what else holds for it. */
final class PoolCard extends VBox {
  private final Map<String, TargetRow> rows = new LinkedHashMap<>();

  PoolCard(PoolSettings pool, PoolsViewModel model, Consumer<PoolSettings> remove) {
    PolicyBox policy =
        new PolicyBox(
            "Policy of " + pool.name(),
            pool.policy(),
            chosen -> model.change(pool.withPolicy(chosen)));
    IconButton reset =
        new IconButton(
            Feather.ROTATE_CCW,
            "Make the weights of " + pool.name() + " equal and forget what was learned",
            () -> model.reset(pool));
    IconButton delete =
        new IconButton(Feather.TRASH_2, "Remove " + pool.name(), () -> remove.accept(pool));
    VBox targets = new VBox();
    for (PoolTarget target : pool.targets()) {
      TargetRow row =
          new TargetRow(
              target, Policies.weighs(pool.policy()), weight -> model.weigh(pool, target, weight));
      rows.put(target.label(), row);
      targets.getChildren().add(row);
    }
    CheckBox sticky = new CheckBox("A conversation stays where it was answered");
    sticky.setSelected(pool.sticky());
    sticky.setOnAction(event -> model.change(pool.withSticky(sticky.isSelected())));
    CheckBox local = new CheckBox("Never leaves this machine");
    local.setSelected(pool.local());
    local.setOnAction(event -> model.change(pool.withLocal(local.isSelected())));
    HBox rules = new HBox(24, sticky, local);
    rules.setAlignment(Pos.CENTER_LEFT);
    Node card =
        new Card(pool.name(), policy, reset, delete)
            .with(Texts.quiet(Policies.words(pool.policy())), targets, rules);
    getChildren().add(card);
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
