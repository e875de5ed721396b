// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.providers;

import dev.wheelhouse.desktop.control.Buttons;
import dev.wheelhouse.desktop.gateway.part.Field;
import dev.wheelhouse.desktop.theme.Style;
import dev.wheelhouse.engine.gateway.Providers;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** Asks for name, address and key of a provider. */
final class ProviderForm extends VBox {
  private final TextField name = Field.line("Such as openrouter", 170);
  private final TextField address = Field.line("https://…/v1", 320);
  private final PasswordField key = new PasswordField();
  private final Label place = new Label();

  /** Saves what was written. */
  @FunctionalInterface
  interface Save {
    void provider(String name, String address, String key, Runnable done);
  }

  ProviderForm(Save save) {
    super(12);
    name.setId("provider-name");
    address.setId("provider-address");
    key.setId("provider-key");
    key.setPrefWidth(260);
    key.setPromptText("Paste the key");
    place.getStyleClass().addAll(Style.CAPTION, Style.QUIET);
    Button button =
        Buttons.primary(
            "Save and test",
            () -> save.provider(name.getText(), address.getText(), key.getText(), this::clear));
    button.setId("save-provider");
    button
        .disableProperty()
        .bind(name.textProperty().isEmpty().or(address.textProperty().isEmpty()));
    HBox last = new HBox(12, button, place);
    last.setAlignment(Pos.CENTER_LEFT);
    getChildren()
        .addAll(
            new FlowPane(
                12,
                12,
                new Field("Name", name),
                new Field("Address", address),
                new Field("Key", key)),
            last);
  }

  /** Fills in what is known; the key is left to write. */
  void choose(Providers.Offer offer) {
    name.setText(offer.name());
    address.setText(offer.addresses().getFirst());
    key.requestFocus();
  }

  void keptIn(String words) {
    place.setText(words.isEmpty() ? "" : "The key is kept here: " + words);
  }

  /** Takes the key off the screen. */
  void forgetKey() {
    key.clear();
  }

  private void clear() {
    name.clear();
    address.clear();
    key.clear();
  }
}
