// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.text;

import dev.wheelhouse.desktop.control.FloatingCard;
import dev.wheelhouse.desktop.frame.Outside;
import dev.wheelhouse.desktop.text.markdown.WebAddress;
import dev.wheelhouse.desktop.theme.Style;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** Shows an address in full and asks before it is opened; other schemes can only be copied. */
final class LinkPrompt {
  private final FloatingCard popup;
  private final Outside outside;
  private final String url;

  LinkPrompt(String url, Outside outside) {
    this.url = url;
    this.outside = outside;
    popup = new FloatingCard(card(), LinkPrompt.class.getResource("text.css"));
  }

  void show(Node at) {
    popup.showBelow(at);
  }

  private VBox card() {
    Optional<WebAddress> address = WebAddress.parse(url);
    Label title = new Label(address.map(a -> "Open " + a.host() + "?").orElse("Not a web address"));
    title.getStyleClass().add("md-prompt-title");
    Label full = new Label(address.map(WebAddress::url).orElse(url));
    full.getStyleClass().add("md-prompt-address");
    full.setWrapText(true);
    HBox buttons = new HBox();
    buttons.getStyleClass().add("md-prompt-buttons");
    address.ifPresent(a -> buttons.getChildren().add(openButton(a)));
    buttons
        .getChildren()
        .addAll(
            button("Copy address", () -> outside.copy(full.getText())), button("Cancel", () -> {}));
    VBox card = new VBox(title, full, buttons);
    card.getStyleClass().add("md-prompt");
    card.setId("linkPrompt");
    return card;
  }

  private Button openButton(WebAddress address) {
    Button open = button("Open in browser", () -> outside.open(address.url()));
    open.getStyleClass().add(Style.PRIMARY);
    open.setDefaultButton(true);
    return open;
  }

  private Button button(String text, Runnable action) {
    Button button = new Button(text);
    button.setOnAction(_ -> {
      popup.hide();
      action.run();
    });
    return button;
  }
}
