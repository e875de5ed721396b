// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.logs;

import dev.wheelhouse.desktop.control.Buttons;
import java.util.ArrayList;
import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;

/** One chip for each service: shown or left out. */
final class ChipsPane extends FlowPane {
  private final LogsViewModel model;

  ChipsPane(LogsViewModel model) {
    super(6, 6);
    this.model = model;
    getStyleClass().add("chips");
    setAccessibleText("Services");
    model.chips().addListener((ListChangeListener<ServiceChip>) _ -> show());
    show();
  }

  private void show() {
    List<Node> nodes = new ArrayList<>();
    for (ServiceChip chip : model.chips()) {
      nodes.add(node(chip));
    }
    if (!nodes.isEmpty()) {
      var all = Buttons.ghost("All", () -> model.showOnly(""));
      all.getStyleClass().add("chip-all");
      all.setAccessibleText("Show all services");
      nodes.addFirst(all);
    }
    getChildren().setAll(nodes);
  }

  private ToggleButton node(ServiceChip chip) {
    Region dot = new Region();
    dot.getStyleClass().addAll("chip-dot", "series-" + (char) ('a' + chip.color()));
    ToggleButton button = new ToggleButton(chip.name(), dot);
    button.getStyleClass().add("chip");
    button.setAccessibleText("Show " + chip.name());
    button.selectedProperty().bindBidirectional(chip.selectedProperty());
    button.setOnAction(_ -> model.changed());
    button.setOnMouseClicked(event -> {
      if (event.getClickCount() == 2) {
        model.showOnly(chip.name());
      }
    });
    return button;
  }
}
