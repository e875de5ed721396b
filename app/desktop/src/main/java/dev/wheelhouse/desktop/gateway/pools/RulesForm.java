// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.pools;

import dev.wheelhouse.desktop.gateway.part.Field;
import dev.wheelhouse.desktop.gateway.part.Written;
import dev.wheelhouse.engine.gateway.config.PoolRules;
import dev.wheelhouse.engine.gateway.config.PoolSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;

/** What holds for a pool beside its policy. */
final class RulesForm {
  private static final String NONE = "None";

  private final PoolsViewModel model;
  private final TextField spillAt = Field.line("4", 110);
  private final TextField most = Field.line("Any price", 150);
  private final ComboBox<String> larger = new ComboBox<>();
  private final InlineForm form;

  RulesForm(String name, PoolsViewModel model, Supplier<PoolSettings> pool) {
    this.model = model;
    larger.setPrefWidth(260);
    larger.setValue(NONE);
    larger.setOnShowing(event -> offer());
    form =
        new InlineForm(
            "the rules of " + name,
            () -> fill(pool.get()),
            () -> save(pool.get()),
            new Field("Full at, answers at once", spillAt),
            new Field("A million in and out at most, $", most),
            new Field("For longer conversations", larger));
  }

  Node view() {
    return form;
  }

  void toggle(Node from) {
    form.toggle(from);
  }

  private void fill(PoolSettings pool) {
    PoolRules rules = pool.rules();
    spillAt.setText(String.valueOf(rules.spillAt()));
    most.setText(rules.maxPrice() == 0 ? "" : Written.of(rules.maxPrice()));
    larger.setValue(rules.larger().isEmpty() ? NONE : rules.larger());
  }

  /** The models that there are now, and the chosen one even when it is gone. */
  private void offer() {
    String chosen = larger.getValue();
    List<String> all = new ArrayList<>(List.of(NONE));
    all.addAll(model.targets());
    if (!all.contains(chosen)) {
      all.add(chosen);
    }
    if (!all.equals(larger.getItems())) {
      larger.getItems().setAll(all);
      larger.setValue(chosen);
    }
  }

  private void save(PoolSettings pool) {
    String chosen = larger.getValue();
    model.rule(
        pool, spillAt.getText(), most.getText(), NONE.equals(chosen) ? "" : chosen, form::close);
  }
}
