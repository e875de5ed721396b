// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.gateway.part;

import dev.wheelhouse.desktop.control.Tables;
import java.util.function.BiConsumer;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.Region;

/** Sets up tables that are made in code. */
public final class Columns {
  private Columns() {}

  /** As {@link Tables#hug}, but the first columns take the room that is left. */
  public static <T> void hug(TableView<T> table, Region card) {
    Tables.hug(table, card);
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_ALL_COLUMNS);
  }

  /**
   * Adds a column at the right.
   *
   * @param most its largest width; 0 for no bound
   */
  public static <T> TableColumn<T, T> add(
      TableView<T> table,
      String title,
      double least,
      double most,
      BiConsumer<? super TableCell<T, T>, ? super T> show) {
    TableColumn<T, T> column = new TableColumn<>(title);
    column.setMinWidth(least);
    if (most > 0) {
      column.setMaxWidth(most);
    }
    column.setSortable(false);
    column.setReorderable(false);
    Tables.column(column, show);
    table.getColumns().add(column);
    return column;
  }

  /** The same for numbers, which stand at the right. */
  public static <T> TableColumn<T, T> numbers(
      TableView<T> table,
      String title,
      double width,
      BiConsumer<? super TableCell<T, T>, ? super T> show) {
    TableColumn<T, T> column = add(table, title, width, width, show);
    column.getStyleClass().add("number");
    return column;
  }
}
