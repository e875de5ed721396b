// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.text;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.shape.Path;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.jspecify.annotations.Nullable;

/**
 * Running text whose parts can be selected, and whose inline code stands on a ground of its own.
 * JavaFX's text flow does neither, but tells the shape of every range.
 */
class SelectableText extends TextFlow {
  /** Each costs a walk through the whole text. */
  private static final int MOST_GROUNDS = 100;

  /** Made when needed: most texts have no code and are never selected. */
  private @Nullable Path codeGround;

  private @Nullable Path selection;
  private final List<int[]> codeRanges = new ArrayList<>();
  private String plain = "";
  private int selectedFrom;
  private int selectedTo;

  /**
   * A piece of the flow.
   *
   * @param plain what copying it gives; its length is that of the node in the flow, except for a
   *     node that is no text, which counts as one character
   */
  record Piece(Node node, String plain, boolean code) {
    int length() {
      return node instanceof Text text ? text.getText().length() : 1;
    }
  }

  private List<Piece> pieces = List.of();

  SelectableText(String... styleClasses) {
    getStyleClass().addAll(styleClasses);
  }

  void setPieces(List<Piece> changed) {
    pieces = List.copyOf(changed);
    codeRanges.clear();
    StringBuilder text = new StringBuilder();
    List<Node> nodes = new ArrayList<>();
    int at = 0;
    for (Piece piece : pieces) {
      nodes.add(piece.node());
      text.append(piece.plain());
      if (piece.code() && codeRanges.size() < MOST_GROUNDS) {
        codeRanges.add(new int[] {at, at + piece.length()});
      }
      at += piece.length();
    }
    plain = text.toString();
    if (!codeRanges.isEmpty()) {
      codeGround = ground("md-code-ground");
      nodes.addFirst(codeGround);
    }
    selection = null;
    getChildren().setAll(nodes);
  }

  /** What copying all of it gives. */
  String plain() {
    return plain;
  }

  int length() {
    int length = 0;
    for (Piece piece : pieces) {
      length += piece.length();
    }
    return length;
  }

  /** Index of the gap between characters that is nearest to the point, in own coordinates. */
  int indexAt(Point2D point) {
    if (pieces.isEmpty() || point.getY() < 0) {
      return 0;
    }
    if (point.getY() > getHeight()) {
      return length();
    }
    return Math.clamp(getHitInfo(point).getInsertionIndex(), 0, length());
  }

  void select(int from, int to) {
    selectedFrom = from;
    selectedTo = to;
    showSelection();
  }

  /** The selected part as copying gives it. */
  String selected() {
    StringBuilder text = new StringBuilder();
    int at = 0;
    for (Piece piece : pieces) {
      int from = Math.max(selectedFrom - at, 0);
      int to = Math.min(selectedTo - at, piece.length());
      if (from < to) {
        text.append(
            piece.node() instanceof Text ? piece.plain().substring(from, to) : piece.plain());
      }
      at += piece.length();
    }
    return text.toString();
  }

  @Override
  protected void layoutChildren() {
    super.layoutChildren();
    if (codeGround != null) {
      codeGround.getElements().clear();
      for (int[] range : codeRanges) {
        codeGround.getElements().addAll(getRangeShape(range[0], range[1], false));
      }
    }
    showSelection();
  }

  private void showSelection() {
    if (selection == null) {
      if (selectedFrom >= selectedTo) {
        return;
      }
      selection = ground("md-selection");
      getChildren().addFirst(selection);
    }
    selection.getElements().clear();
    if (selectedFrom < selectedTo) {
      selection.getElements().addAll(getRangeShape(selectedFrom, selectedTo, true));
    }
  }

  private static Path ground(String styleClass) {
    Path path = new Path();
    path.getStyleClass().add(styleClass);
    path.setManaged(false);
    path.setMouseTransparent(true);
    path.setStroke(null);
    return path;
  }
}
