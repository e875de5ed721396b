// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.text;

import dev.wheelhouse.desktop.control.FlowRegion;
import dev.wheelhouse.desktop.text.markdown.Block;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** A code block: its language, a button to copy it, one to wrap its lines, and the code. */
final class CodeBlockView extends FlowRegion {
  private final Label language = new Label();
  private final SelectableText code = new SelectableText("md-code-text");
  private final SidewaysPane pane = new SidewaysPane(code);
  private final HBox header;
  private String text = "";

  CodeBlockView(Block.Code block, Consumer<String> copy) {
    getStyleClass().add("md-code");
    pane.getStyleClass().add("md-code-pane");
    language.getStyleClass().add("md-code-language");
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    header = new HBox(language, space, wrapButton(), copyButton(copy));
    header.getStyleClass().add("md-code-header");
    getChildren().addAll(header, pane);
    show(block);
  }

  void show(Block.Code block) {
    language.setText(block.language().isEmpty() ? "text" : block.language());
    setAccessibleText("Code in " + language.getText());
    if (!block.text().equals(text)) {
      text = block.text();
      code.setPieces(pieces(block));
    }
  }

  private static List<SelectableText.Piece> pieces(Block.Code block) {
    return CodeColors.split(block.language(), block.text()).stream()
        .map(part -> {
          Text node = new Text(part.text());
          node.getStyleClass().addAll("md-code-run", part.kind().styleClass());
          return new SelectableText.Piece(node, part.text(), false);
        })
        .toList();
  }

  private ToggleButton wrapButton() {
    ToggleButton wrap = new ToggleButton("Wrap", new FontIcon(Feather.CORNER_DOWN_LEFT));
    wrap.getStyleClass().add("md-code-button");
    wrap.setTooltip(new Tooltip("Wrap long lines"));
    wrap.setAccessibleText("Wrap long lines");
    wrap.selectedProperty().subscribe(pane::setFitted);
    return wrap;
  }

  private Button copyButton(Consumer<String> copy) {
    Button button = new Button("Copy", new FontIcon(Feather.COPY));
    button.getStyleClass().add("md-code-button");
    button.setTooltip(new Tooltip("Copy the code"));
    button.setAccessibleText("Copy the code");
    button.setOnAction(_ -> {
      copy.accept(text);
      button.setText("Copied");
    });
    button.focusedProperty().subscribe(focused -> reset(button, focused));
    button.hoverProperty().subscribe(hover -> reset(button, hover));
    return button;
  }

  /** The word goes back when the user turns away, so that no timer runs. */
  private static void reset(Button button, boolean attended) {
    if (!attended && !button.isFocused() && !button.isHover()) {
      button.setText("Copy");
    }
  }

  @Override
  protected double computePrefWidth(double height) {
    return Math.max(header.prefWidth(-1), pane.prefWidth(-1));
  }

  @Override
  protected double computePrefHeight(double width) {
    double inner = width < 0 ? -1 : width - snappedLeftInset() - snappedRightInset();
    return snappedTopInset()
        + header.prefHeight(-1)
        + pane.prefHeight(inner)
        + snappedBottomInset();
  }

  @Override
  protected void layoutChildren() {
    double width = getWidth() - snappedLeftInset() - snappedRightInset();
    double head = header.prefHeight(-1);
    header.resizeRelocate(snappedLeftInset(), snappedTopInset(), width, head);
    double rest = getHeight() - snappedTopInset() - snappedBottomInset() - head;
    pane.resizeRelocate(snappedLeftInset(), snappedTopInset() + head, width, rest);
  }
}
