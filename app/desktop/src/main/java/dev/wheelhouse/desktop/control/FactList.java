// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.control;

import dev.wheelhouse.desktop.theme.Style;
import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;

/** Names and their values, two columns. */
public final class FactList extends GridPane {

  public FactList() {
    setHgap(12);
    setVgap(8);
    ColumnConstraints names = new ColumnConstraints(72);
    ColumnConstraints values = new ColumnConstraints();
    values.setHgrow(Priority.ALWAYS);
    values.setMinWidth(0);
    getColumnConstraints().setAll(names, values);
  }

  public void add(String name, String value) {
    Label left = new Label(name);
    left.getStyleClass().add(Style.QUIET);
    Label right = new Label(value);
    right.setWrapText(true);
    right.setMinHeight(USE_PREF_SIZE);
    GridPane.setValignment(left, VPos.TOP);
    left.setLabelFor(right);
    addRow(getRowCount(), left, right);
  }
}
