// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.pools;

import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.gateway.part.Card;
import dev.wheelhouse.desktop.gateway.part.Field;
import dev.wheelhouse.engine.gateway.config.PoolPolicy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.control.cell.CheckBoxListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** Asks what a new pool is. */
final class NewPoolCard extends VBox {
  private final TextField name = Field.line("What apps ask for, such as everyday", 280);
  private final Map<String, BooleanProperty> chosen = new LinkedHashMap<>();
  private PoolPolicy policy = PoolPolicy.PRIORITY;

  NewPoolCard(PoolsViewModel model, Runnable close) {
    name.setId("pool-name");
    ListView<String> targets = new ListView<>(model.targets());
    targets.setId("pool-targets");
    targets.setFixedCellSize(32);
    targets.setPrefHeight(32 * 5 + 2);
    targets.getStyleClass().add("target-choice");
    targets.setPlaceholder(new Label("No provider has a model yet."));
    targets.setCellFactory(CheckBoxListCell.forListView(this::chosen));
    Button make =
        Buttons.primary(
            "Make the pool", () -> model.create(name.getText(), policy, targets(), close));
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
                    new Field("Targets, in order of preference", targets),
                    new HBox(8, make, Buttons.plain("Cancel", close))));
  }

  /** Begins at its name. */
  void focus() {
    name.requestFocus();
  }

  private BooleanProperty chosen(String target) {
    return chosen.computeIfAbsent(target, label -> new SimpleBooleanProperty());
  }

  private List<String> targets() {
    return chosen.entrySet().stream()
        .filter(entry -> entry.getValue().get())
        .map(Map.Entry::getKey)
        .toList();
  }
}
