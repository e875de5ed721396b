// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.control;

import dev.wheelhouse.desktop.theme.Style;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The head of a screen: its title, one quiet line, and its actions at the right. */
public final class PageHeader extends HBox {
  private final Label title = new Label();
  private final Label subtitle = new Label();
  private final HBox actions = new HBox(8);

  public PageHeader() {
    getStyleClass().add("page-header");
    title.getStyleClass().add(Style.TITLE);
    title.setAccessibleRole(AccessibleRole.TEXT);
    subtitle.getStyleClass().add(Style.QUIET);
    VBox words = new VBox(2, title, subtitle);
    words.setAlignment(Pos.CENTER_LEFT);
    // the line is kept while it is empty, so that titles stand alike on every screen
    words.setMinSize(0, USE_PREF_SIZE);
    HBox.setHgrow(words, Priority.ALWAYS);
    actions.setAlignment(Pos.CENTER_RIGHT);
    actions.setMinWidth(USE_PREF_SIZE);
    setMinHeight(USE_PREF_SIZE);
    getChildren().addAll(words, actions);
  }

  public String getTitle() {
    return title.getText();
  }

  public void setTitle(String text) {
    title.setText(text);
  }

  public StringProperty titleProperty() {
    return title.textProperty();
  }

  public String getSubtitle() {
    return subtitle.getText();
  }

  public void setSubtitle(String text) {
    subtitle.setText(text);
  }

  public StringProperty subtitleProperty() {
    return subtitle.textProperty();
  }

  /** A mark before the quiet line. */
  public void setSubtitleGraphic(@Nullable Node mark) {
    subtitle.setGraphic(mark);
    subtitle.setGraphicTextGap(8);
  }

  /** Buttons at the right, the main one last. */
  public ObservableList<Node> getActions() {
    return actions.getChildren();
  }
}
