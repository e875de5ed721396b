// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.backups;

import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.control.FactList;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.engine.backup.RestorePlan;
import dev.wheelhouse.engine.text.Sizes;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** What a restore will do, and the button that does it. */
final class RestoreCard extends VBox {

  RestoreCard(RestorePlan plan, Runnable restore, Runnable cancel) {
    super(12);
    getStyleClass().addAll(Style.CARD, "restore-card");
    boolean possible = plan.refusals().isEmpty();
    Label title =
        new Label(
            possible
                ? "Restore " + plan.backup() + "?"
                : plan.backup() + " cannot be restored here");
    title.getStyleClass().add(Style.STRONG);
    Label words =
        new Label(
            possible
                ? "The data of now is backed up first and its volumes are kept, so that you can go"
                    + " back."
                : String.join("\n", plan.refusals()));
    words.setWrapText(true);
    words.setMinHeight(USE_PREF_SIZE);
    getChildren().addAll(title, words, facts(plan));
    Button keep = Buttons.plain(possible ? "Keep the data of now" : "Close", cancel);
    HBox buttons = new HBox(8, keep);
    if (possible) {
      Button go = Buttons.destructive("Restore", restore);
      go.setId("restore-now");
      buttons.getChildren().addFirst(go);
    }
    getChildren().add(buttons);
  }

  private static FactList facts(RestorePlan plan) {
    FactList facts = new FactList();
    add(facts, "Stops", plan.stops(), ", ");
    add(facts, "Replaces", plan.replaces(), ", ");
    add(facts, "Versions", plan.versions(), "\n");
    facts.add(
        "Space",
        Sizes.bytes(plan.neededBytes()) + " needed, " + Sizes.bytes(plan.freeBytes()) + " free");
    return facts;
  }

  private static void add(FactList facts, String name, List<String> values, String between) {
    if (!values.isEmpty()) {
      facts.add(name, String.join(between, values));
    }
  }
}
