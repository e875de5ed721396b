// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.pools;

import dev.wheelhouse.engine.gateway.config.PoolPolicy;
import java.util.function.Consumer;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Tooltip;
import javafx.util.StringConverter;

/** A choice among the policies. */
final class PolicyBox extends ComboBox<PoolPolicy> {
  private PoolPolicy shown;

  PolicyBox(String words, PoolPolicy first, Consumer<PoolPolicy> chosen) {
    getItems().setAll(PoolPolicy.values());
    shown = first;
    setValue(first);
    setAccessibleText(words);
    setTooltip(new Tooltip(words));
    setPrefWidth(160);
    setMinWidth(160);
    setVisibleRowCount(PoolPolicy.values().length);
    setConverter(
        new StringConverter<>() {
          @Override
          public String toString(PoolPolicy policy) {
            return policy == null ? "" : Policies.title(policy);
          }

          @Override
          public PoolPolicy fromString(String text) {
            return getValue();
          }
        });
    valueProperty()
        .subscribe((before, now) -> {
          if (now != null && now != shown) {
            shown = now;
            chosen.accept(now);
          }
        });
  }

  /** Shows what is chosen; tells nobody. */
  void show(PoolPolicy policy) {
    shown = policy;
    setValue(policy);
  }
}
