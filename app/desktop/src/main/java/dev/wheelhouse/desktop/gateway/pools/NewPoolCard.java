// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.pools;

import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.gateway.part.Card;
import dev.wheelhouse.desktop.gateway.part.Field;
import dev.wheelhouse.engine.gateway.config.PoolPolicy;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** Asks what a new pool is. */
final class NewPoolCard extends VBox {
  private final TextField name = Field.line("What apps ask for, such as everyday", 280);
  private PoolPolicy policy = PoolPolicy.PRIORITY;

  NewPoolCard(PoolsViewModel model, Runnable close) {
    name.setId("pool-name");
    TargetChoice targets = new TargetChoice(model.targets());
    Button make =
        Buttons.primary(
            "Make the pool", () -> model.create(name.getText(), policy, targets.chosen(), close));
    make.setId("make-pool");
    getChildren()
        .add(
            new Card("A name for several models")
                .with(
                    new HBox(
                        16,
                        new Field("Name", name),
                        new Field(
                            "Policy", new PolicyBox("Policy", policy, wanted -> policy = wanted))),
                    new Field("Targets; the one that you choose first is asked first", targets),
                    new HBox(8, make, Buttons.plain("Cancel", close))));
  }

  /** Begins at its name. */
  void focus() {
    name.requestFocus();
  }
}
