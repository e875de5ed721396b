// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.keys;

import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.control.Segmented;
import dev.wheelhouse.desktop.control.Texts;
import dev.wheelhouse.desktop.gateway.part.Field;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.engine.gateway.key.KeyRights;
import dev.wheelhouse.engine.gateway.key.KeyScope;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** Asks what a new key is for. */
final class NewKeyCard extends VBox {
  private static final double WIDE = 260;
  private static final double NARROW = 140;

  private final TextField name = Field.line("Editor, phone, a script …", WIDE);
  private final TextField models = Field.line("Every model, or llama*, gpt-*", WIDE);
  private final TextField requests = Field.line("No limit", NARROW);
  private final TextField tokens = Field.line("No limit", NARROW);
  private final TextField budget = Field.line("No limit", NARROW);
  private final Map<KeyScope, CheckBox> scopes = new EnumMap<>(KeyScope.class);
  private int days;

  NewKeyCard(Consumer<KeyForm> make, Runnable cancel) {
    super(16);
    getStyleClass().addAll(Style.CARD, "new-key-card");
    name.setId("key-name");
    Segmented<Integer> expiry = new Segmented<>("When it expires", chosen -> days = chosen);
    expiry.add(0, "Never", "key-never");
    expiry.add(30, "30 days", "key-month");
    expiry.add(90, "90 days", "key-quarter");
    expiry.add(365, "A year", "key-year");
    expiry.select(0);
    HBox may = new HBox(16);
    may.setAlignment(Pos.CENTER_LEFT);
    may.setMinHeight(32);
    for (KeyScope scope : KeyScope.values()) {
      CheckBox box = new CheckBox(words(scope));
      box.setSelected(KeyRights.CLIENT.scopes().contains(scope));
      scopes.put(scope, box);
      may.getChildren().add(box);
    }
    var create = Buttons.primary("Make the key", () -> make.accept(form()));
    create.setId("make-key");
    name.setOnAction(event -> make.accept(form()));
    HBox buttons = new HBox(8, create, Buttons.plain("Cancel", cancel));
    FlowPane who = new FlowPane(16, 12, new Field("Name", name), new Field("Models", models));
    FlowPane what = new FlowPane(16, 12, new Field("It may", may), new Field("Expires", expiry));
    FlowPane most =
        new FlowPane(
            16,
            12,
            new Field("Requests per minute", requests),
            new Field("Tokens per minute", tokens),
            new Field("Budget per month, in $", budget));
    HBox.setHgrow(who, Priority.ALWAYS);
    getChildren().addAll(Texts.heading("A key for an app"), who, what, most, buttons);
  }

  /** Begins at its name. */
  void focus() {
    name.requestFocus();
  }

  private KeyForm form() {
    return new KeyForm(
        name.getText(),
        scopes.entrySet().stream()
            .filter(entry -> entry.getValue().isSelected())
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet()),
        models.getText(),
        days,
        requests.getText(),
        tokens.getText(),
        budget.getText());
  }

  private static String words(KeyScope scope) {
    return switch (scope) {
      case CHAT -> "Chat";
      case EMBEDDINGS -> "Embed";
      case MODELS -> "List models";
      case ADMIN -> "Manage models";
    };
  }
}
