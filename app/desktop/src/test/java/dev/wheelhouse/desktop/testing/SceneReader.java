// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.text.Text;
import org.kordamp.ikonli.javafx.FontIcon;

/** Reads what is visible in a scene, for assertions that hold on every screen. */
public final class SceneReader {
  private SceneReader() {}

  /** Every visible node below this one that meets the condition. */
  public static List<Node> find(Node root, Predicate<Node> condition) {
    List<Node> found = new ArrayList<>();
    collect(root, condition, found);
    return found;
  }

  /** Controls that the keyboard reaches and a screen reader would have no words for. */
  public static List<String> withoutWords(Node root) {
    return find(root, node -> node.isFocusTraversable() && !hasWords(node)).stream()
        .map(Node::toString)
        .toList();
  }

  /** Texts that do not fit and end in an ellipsis. */
  public static List<String> cut(Node root) {
    return find(root, node -> node instanceof Labeled labeled && isCut(labeled)).stream()
        .map(node -> ((Labeled) node).getText())
        .toList();
  }

  private static void collect(Node node, Predicate<Node> condition, List<Node> found) {
    if (!node.isVisible()) {
      return;
    }
    if (condition.test(node)) {
      found.add(node);
    }
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> collect(child, condition, found));
    }
  }

  private static boolean hasWords(Node node) {
    boolean text = node instanceof Labeled labeled && hasText(labeled.getText());
    boolean prompt = node instanceof TextInputControl input && hasText(input.getPromptText());
    return hasText(node.getAccessibleText())
        || text
        || prompt
        || node instanceof ScrollBar
        || node instanceof ScrollPane;
  }

  private static boolean hasText(String text) {
    return text != null && !text.isBlank();
  }

  private static boolean isCut(Labeled labeled) {
    String whole = labeled.getText();
    return whole != null
        && !whole.isEmpty()
        && labeled.getWidth() > 0
        && labeled.getChildrenUnmodifiable().stream()
            .filter(Text.class::isInstance)
            .filter(node -> !(node instanceof FontIcon))
            .map(node -> ((Text) node).getText())
            .anyMatch(shown -> !shown.equals(whole) && !labeled.isWrapText());
  }
}
