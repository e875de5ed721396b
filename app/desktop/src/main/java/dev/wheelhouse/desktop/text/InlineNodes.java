// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.text;

import dev.wheelhouse.desktop.frame.Outside;
import dev.wheelhouse.desktop.text.markdown.Inline;
import dev.wheelhouse.desktop.text.markdown.PlainText;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.text.Text;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Makes the nodes of running text. */
final class InlineNodes {
  private final Outside outside;

  InlineNodes(Outside outside) {
    this.outside = outside;
  }

  List<SelectableText.Piece> pieces(List<Inline> inlines) {
    List<SelectableText.Piece> pieces = new ArrayList<>(inlines.size());
    for (Inline inline : inlines) {
      pieces.add(
          switch (inline) {
            case Inline.Run run -> {
              Text text = text(run.text(), run.style());
              yield new SelectableText.Piece(text, run.text(), run.style().code());
            }
            case Inline.Link link -> new SelectableText.Piece(link(link), link.text(), false);
            case Inline.Image image ->
                new SelectableText.Piece(image(image), PlainText.ofImage(image), false);
          });
    }
    return pieces;
  }

  private static Text text(String content, Inline.Style style) {
    Text text = new Text(content);
    text.getStyleClass().add("md-run");
    addIf(text, style.bold(), "md-bold");
    addIf(text, style.italic(), "md-italic");
    addIf(text, style.code(), "md-inline-code");
    text.setStrikethrough(style.struck());
    return text;
  }

  private static void addIf(Node node, boolean wanted, String styleClass) {
    if (wanted) {
      node.getStyleClass().add(styleClass);
    }
  }

  private Text link(Inline.Link link) {
    Text text = text(link.text(), link.style());
    text.getStyleClass().add("md-link");
    text.setFocusTraversable(true);
    text.setAccessibleRole(AccessibleRole.HYPERLINK);
    text.setAccessibleText("Link: " + link.text() + ", leads to " + link.url());
    text.setOnMouseClicked(event -> {
      if (event.getButton() == MouseButton.PRIMARY && event.isStillSincePress()) {
        ask(text, link.url());
      }
    });
    text.addEventHandler(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
            ask(text, link.url());
            event.consume();
          }
        });
    return text;
  }

  private Button image(Inline.Image image) {
    String name = image.description().isBlank() ? "Image" : "Image: " + image.description();
    Button button = new Button(name, new FontIcon(Feather.IMAGE));
    button.getStyleClass().add("md-image");
    button.setAccessibleText(name + ", not loaded");
    button.setOnAction(_ -> ask(button, image.url()));
    return button;
  }

  private void ask(Node at, String url) {
    new LinkPrompt(url, outside).show(at);
  }
}
