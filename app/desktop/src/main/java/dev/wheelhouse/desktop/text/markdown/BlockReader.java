// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.text.markdown;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListBlock;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.ThematicBreak;
import org.jspecify.annotations.Nullable;

/** Turns block nodes of the parser into {@link Block}s. */
final class BlockReader {
  private BlockReader() {}

  /** Empty for nodes that show nothing. */
  static Optional<Block> read(Node node) {
    return Optional.ofNullable(
        switch (node) {
          case Paragraph paragraph -> new Block.Paragraph(InlineReader.read(paragraph));
          case Heading heading -> new Block.Heading(heading.getLevel(), InlineReader.read(heading));
          case FencedCodeBlock code ->
              new Block.Code(language(code.getInfo()), code(code.getLiteral()));
          case IndentedCodeBlock code -> new Block.Code("", code(code.getLiteral()));
          case HtmlBlock html -> new Block.Code("html", code(html.getLiteral()));
          case BulletList list -> new Block.Listing(false, 0, list.isTight(), items(list));
          case OrderedList list ->
              new Block.Listing(true, start(list), list.isTight(), items(list));
          case BlockQuote quote -> new Block.Quote(children(quote));
          case TableBlock table -> table(table);
          case ThematicBreak _ -> new Block.Rule();
          default -> null;
        });
  }

  private static List<Block> children(Node parent) {
    List<Block> blocks = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
      read(node).ifPresent(blocks::add);
    }
    return blocks;
  }

  private static List<Block.Item> items(ListBlock list) {
    List<Block.Item> items = new ArrayList<>();
    for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
      items.add(new Block.Item(children(item)));
    }
    return items;
  }

  private static int start(OrderedList list) {
    Integer start = list.getMarkerStartNumber();
    return start == null ? 1 : start;
  }

  private static String language(@Nullable String info) {
    String first = info == null ? "" : info.strip().split("\\s", 2)[0];
    return VisibleText.of(first.length() > 24 ? first.substring(0, 24) : first);
  }

  private static String code(String literal) {
    String text = literal.endsWith("\n") ? literal.substring(0, literal.length() - 1) : literal;
    return VisibleText.of(text);
  }

  private static Block table(TableBlock table) {
    List<List<Block.Cell>> rows = new ArrayList<>();
    List<Block.Alignment> columns = new ArrayList<>();
    for (Node part = table.getFirstChild(); part != null; part = part.getNext()) {
      for (Node row = part.getFirstChild(); row instanceof TableRow; row = row.getNext()) {
        if (rows.isEmpty()) {
          columns.addAll(alignments(row));
        }
        rows.add(cells(row, columns.size()));
      }
    }
    return new Block.Table(columns, rows);
  }

  private static List<Block.Alignment> alignments(Node row) {
    List<Block.Alignment> columns = new ArrayList<>();
    for (Node cell = row.getFirstChild(); cell instanceof TableCell c; cell = cell.getNext()) {
      columns.add(
          switch (c.getAlignment()) {
            case CENTER -> Block.Alignment.CENTER;
            case RIGHT -> Block.Alignment.RIGHT;
            case LEFT -> Block.Alignment.LEFT;
            case null -> Block.Alignment.LEFT;
          });
    }
    return columns;
  }

  private static List<Block.Cell> cells(Node row, int columns) {
    List<Block.Cell> cells = new ArrayList<>();
    for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNext()) {
      cells.add(new Block.Cell(InlineReader.read(cell)));
    }
    while (cells.size() < columns) {
      cells.add(new Block.Cell(List.of()));
    }
    return cells.subList(0, columns);
  }
}
