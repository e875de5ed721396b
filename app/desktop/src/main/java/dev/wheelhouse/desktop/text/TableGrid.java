// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.text;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.shape.Line;

/** A table of texts: columns as wide as they need, shrunk fairly when there is no room. */
final class TableGrid extends RememberingRegion {
  private static final double PADDING_X = 12;
  private static final double PADDING_Y = 6;
  private static final double NARROWEST = 56;
  private static final double WIDEST = 420;

  private final int columns;
  private final List<List<SelectableText>> rows;
  private final List<Line> lines = new ArrayList<>();

  TableGrid(int columns, List<List<SelectableText>> rows) {
    this.columns = columns;
    this.rows = rows;
    getStyleClass().add("md-table");
    for (int row = 0; row < rows.size(); row++) {
      Line line = new Line();
      line.getStyleClass().add(row == 0 ? "md-table-head-line" : "md-table-line");
      line.setManaged(false);
      lines.add(line);
    }
    getChildren().addAll(lines);
    rows.forEach(getChildren()::addAll);
  }

  @Override
  protected double computeMinWidth(double height) {
    return columns * (NARROWEST + 2 * PADDING_X);
  }

  @Override
  protected double computePrefWidth(double height) {
    double sum = 0;
    for (double width : natural()) {
      sum += width + 2 * PADDING_X;
    }
    return sum;
  }

  @Override
  double measure(double width) {
    double[] widths = shared(width < 0 ? prefWidth(-1) : width);
    double height = 0;
    for (List<SelectableText> row : rows) {
      height += rowHeight(row, widths);
    }
    return height;
  }

  @Override
  protected void layoutChildren() {
    double[] widths = shared(getWidth());
    double used = 0;
    for (double width : widths) {
      used += width + 2 * PADDING_X;
    }
    double y = 0;
    for (int row = 0; row < rows.size(); row++) {
      double height = rowHeight(rows.get(row), widths);
      double x = 0;
      for (int column = 0; column < columns; column++) {
        SelectableText cell = rows.get(row).get(column);
        cell.resizeRelocate(
            x + PADDING_X, y + PADDING_Y, widths[column], cell.prefHeight(widths[column]));
        x += widths[column] + 2 * PADDING_X;
      }
      y += height;
      place(lines.get(row), used, y, row == rows.size() - 1);
    }
  }

  private static void place(Line line, double width, double y, boolean last) {
    line.setStartX(0);
    line.setEndX(width);
    line.setStartY(Math.round(y) - 0.5);
    line.setEndY(Math.round(y) - 0.5);
    line.setVisible(!last);
  }

  private double rowHeight(List<SelectableText> row, double[] widths) {
    double height = 0;
    for (int column = 0; column < columns; column++) {
      height = Math.max(height, row.get(column).prefHeight(widths[column]));
    }
    return snapSizeY(height + 2 * PADDING_Y);
  }

  private double[] natural() {
    double[] widths = new double[columns];
    for (List<SelectableText> row : rows) {
      for (int column = 0; column < columns; column++) {
        double wanted = Math.ceil(row.get(column).prefWidth(-1)) + 1;
        widths[column] = Math.max(widths[column], Math.min(wanted, WIDEST));
      }
    }
    return widths;
  }

  /** Takes what is missing from the widest columns first. */
  private double[] shared(double width) {
    double[] widths = natural();
    double room = Math.max(columns * NARROWEST, width - columns * 2 * PADDING_X);
    double limit = WIDEST;
    while (sum(widths) > room && limit > NARROWEST) {
      limit = Math.max(NARROWEST, limit - 8);
      for (int column = 0; column < columns; column++) {
        widths[column] = Math.min(widths[column], limit);
      }
    }
    return widths;
  }

  private static double sum(double[] widths) {
    double sum = 0;
    for (double width : widths) {
      sum += width;
    }
    return sum;
  }
}
