// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.text;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;

/**
 * Selection by mouse over all texts below a node, as if they were one: drag, double click for a
 * word, triple click for a block.
 */
final class TextSelection {
  private final Parent root;
  private List<SelectableText> texts = List.of();
  private int anchorText = -1;
  private int anchorIndex;

  TextSelection(Parent root) {
    this.root = root;
    root.addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
    root.addEventHandler(MouseEvent.MOUSE_DRAGGED, this::dragged);
    // the focus goes elsewhere when the user selects in another message
    root.focusedProperty()
        .subscribe(focused -> {
          if (!focused) {
            clear();
          }
        });
  }

  /** What is selected, with a line between blocks; empty for nothing. */
  String text() {
    StringBuilder selected = new StringBuilder();
    for (SelectableText text : texts) {
      String part = text.selected();
      if (!part.isEmpty()) {
        selected.append(selected.isEmpty() ? "" : "\n").append(part);
      }
    }
    return selected.toString();
  }

  void selectAll() {
    texts = find();
    texts.forEach(text -> text.select(0, text.length()));
  }

  void clear() {
    texts.forEach(text -> text.select(0, 0));
    anchorText = -1;
  }

  private void pressed(MouseEvent event) {
    if (event.getButton() != MouseButton.PRIMARY) {
      return;
    }
    clear();
    texts = find();
    root.requestFocus();
    // a scroll pane around it would take the focus for itself
    event.consume();
    Point2D point = new Point2D(event.getSceneX(), event.getSceneY());
    anchorText = nearest(point);
    if (anchorText < 0) {
      return;
    }
    SelectableText text = texts.get(anchorText);
    anchorIndex = text.indexAt(text.sceneToLocal(point));
    if (event.getClickCount() == 2) {
      selectWord(text, anchorIndex);
    } else if (event.getClickCount() >= 3) {
      text.select(0, text.length());
    }
  }

  private void dragged(MouseEvent event) {
    if (event.getButton() != MouseButton.PRIMARY || anchorText < 0) {
      return;
    }
    Point2D point = new Point2D(event.getSceneX(), event.getSceneY());
    int hereText = nearest(point);
    int hereIndex = texts.get(hereText).indexAt(texts.get(hereText).sceneToLocal(point));
    boolean forward = hereText > anchorText || (hereText == anchorText && hereIndex >= anchorIndex);
    int firstText = forward ? anchorText : hereText;
    int lastText = forward ? hereText : anchorText;
    for (int i = 0; i < texts.size(); i++) {
      SelectableText text = texts.get(i);
      if (i < firstText || i > lastText) {
        text.select(0, 0);
      } else {
        int from = i == firstText ? (forward ? anchorIndex : hereIndex) : 0;
        int to = i == lastText ? (forward ? hereIndex : anchorIndex) : text.length();
        text.select(from, to);
      }
    }
    event.consume();
  }

  /** The text under the point, else the one whose edge is nearest. */
  private int nearest(Point2D point) {
    int best = -1;
    double bestDistance = Double.MAX_VALUE;
    for (int i = 0; i < texts.size(); i++) {
      Bounds bounds = texts.get(i).localToScene(texts.get(i).getLayoutBounds());
      double dx = outside(point.getX(), bounds.getMinX(), bounds.getMaxX());
      double dy = outside(point.getY(), bounds.getMinY(), bounds.getMaxY());
      // lines are read down, so a step down weighs more than one aside
      double distance = dy * 1000 + dx;
      if (distance < bestDistance) {
        best = i;
        bestDistance = distance;
      }
    }
    return best;
  }

  private static double outside(double value, double min, double max) {
    return value < min ? min - value : Math.max(0, value - max);
  }

  private static void selectWord(SelectableText text, int index) {
    String plain = text.plain();
    int from = Math.min(index, plain.length());
    int to = from;
    while (from > 0 && Character.isLetterOrDigit(plain.charAt(from - 1))) {
      from--;
    }
    while (to < plain.length() && Character.isLetterOrDigit(plain.charAt(to))) {
      to++;
    }
    text.select(from, to);
  }

  private List<SelectableText> find() {
    List<SelectableText> found = new ArrayList<>();
    collect(root, found);
    return found;
  }

  private static void collect(Node node, List<SelectableText> found) {
    if (node instanceof SelectableText text) {
      found.add(text);
    } else if (node instanceof Parent parent && node.isVisible()) {
      parent.getChildrenUnmodifiable().forEach(child -> collect(child, found));
    }
  }
}
