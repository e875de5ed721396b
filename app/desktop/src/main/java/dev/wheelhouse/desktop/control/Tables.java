// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.control;

import java.util.function.BiConsumer;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.Region;

/** How the tables of all screens are set up. */
public final class Tables {
  private static final double ROW = 32;
  private static final double HEAD = 34;

  private Tables() {}

  /**
   * Makes a table as high as its rows: the card around it ends where they end, and only where there
   * is no room for all do they scroll.
   *
   * @param card what holds nothing but the table
   */
  public static <T> void hug(TableView<T> table, Region card) {
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    table
        .prefHeightProperty()
        .bind(Bindings.size(table.getItems()).map(rows -> HEAD + ROW * rows.intValue()));
    card.setMaxHeight(Region.USE_PREF_SIZE);
  }

  /** Gives a column cells that show an item; both are blank where there is none. */
  public static <T> void column(
      TableColumn<T, T> column, BiConsumer<? super TableCell<T, T>, ? super T> show) {
    column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
    column.setCellFactory(made ->
        new TableCell<>() {
          @Override
          protected void updateItem(T item, boolean blank) {
            super.updateItem(item, blank);
            setText(null);
            setGraphic(null);
            setTooltip(null);
            if (!blank && item != null) {
              show.accept(this, item);
            }
          }
        });
  }

  /** Shows a number: at the right, under the others. */
  public static void number(TableCell<?, ?> cell, String text) {
    cell.setText(text);
    if (!cell.getStyleClass().contains("number")) {
      cell.getStyleClass().add("number");
    }
  }
}
