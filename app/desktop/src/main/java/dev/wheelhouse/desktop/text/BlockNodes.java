// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.text;

import dev.wheelhouse.desktop.frame.Outside;
import dev.wheelhouse.desktop.text.markdown.Block;
import dev.wheelhouse.desktop.text.markdown.Inline;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.layout.Region;
import javafx.scene.text.TextAlignment;

/** Makes the nodes of blocks, and changes them in place while a text grows. */
final class BlockNodes {
  private static final double GAP = 12;
  private static final double GAP_TIGHT = 4;
  private static final double GAP_HEADING = 20;

  private final Outside outside;
  private final InlineNodes inlines;

  BlockNodes(Outside outside) {
    this.outside = outside;
    this.inlines = new InlineNodes(outside);
  }

  /** A block with its node. */
  record Shown(Block block, Region node) {}

  /** Makes the column show the blocks, reusing the nodes of equal ones at the same place. */
  List<Shown> sync(Column column, List<Shown> before, List<Block> blocks, boolean tight) {
    List<Shown> after = new ArrayList<>(blocks.size());
    boolean same = before.size() == blocks.size();
    for (int i = 0; i < blocks.size(); i++) {
      Shown old = i < before.size() ? before.get(i) : null;
      Shown shown = old == null ? make(blocks.get(i)) : update(old, blocks.get(i));
      same &= old != null && old.node().equals(shown.node());
      after.add(shown);
    }
    if (!same) {
      column.setEntries(entries(after, tight));
    }
    return after;
  }

  private static List<Column.Entry> entries(List<Shown> shown, boolean tight) {
    List<Column.Entry> entries = new ArrayList<>();
    for (int i = 0; i < shown.size(); i++) {
      boolean heading = shown.get(i).block() instanceof Block.Heading;
      boolean afterHeading = i > 0 && shown.get(i - 1).block() instanceof Block.Heading;
      double gap = heading ? GAP_HEADING : afterHeading ? 8 : tight ? GAP_TIGHT : GAP;
      entries.add(new Column.Entry(shown.get(i).node(), gap));
    }
    return entries;
  }

  private Shown update(Shown old, Block block) {
    if (old.block().equals(block)) {
      return old;
    }
    Region node = old.node();
    if (node instanceof SelectableText text && old.block().getClass() == block.getClass()) {
      boolean changed =
          switch (block) {
            case Block.Paragraph paragraph -> {
              text.setPieces(inlines.pieces(paragraph.inlines()));
              yield true;
            }
            case Block.Heading heading when sameLevel(old.block(), heading) -> {
              text.setPieces(inlines.pieces(heading.inlines()));
              yield true;
            }
            default -> false;
          };
      return changed ? new Shown(block, node) : make(block);
    }
    if (node instanceof CodeBlockView view && block instanceof Block.Code code) {
      view.show(code);
      return new Shown(block, node);
    }
    if (node instanceof ListingView view && block instanceof Block.Listing list) {
      return view.update(list) ? new Shown(block, node) : make(block);
    }
    return make(block);
  }

  private static boolean sameLevel(Block old, Block.Heading heading) {
    return old instanceof Block.Heading before && before.level() == heading.level();
  }

  private Shown make(Block block) {
    Region node =
        switch (block) {
          case Block.Paragraph paragraph -> text(paragraph.inlines(), "md-text");
          case Block.Heading heading ->
              text(heading.inlines(), "md-heading", "md-h" + heading.level());
          case Block.Code code -> new CodeBlockView(code, outside::copy);
          case Block.Listing list -> new ListingView(this, list);
          case Block.Quote quote -> quote(quote);
          case Block.Table table -> table(table);
          case Block.Rule _ -> rule();
        };
    return new Shown(block, node);
  }

  private SelectableText text(List<Inline> content, String... styleClasses) {
    SelectableText text = new SelectableText(styleClasses);
    text.setPieces(inlines.pieces(content));
    return text;
  }

  private Region quote(Block.Quote quote) {
    Column column = new Column("md-quote");
    sync(column, List.of(), quote.blocks(), false);
    return column;
  }

  private Region table(Block.Table table) {
    List<List<SelectableText>> rows = new ArrayList<>();
    for (List<Block.Cell> row : table.rows()) {
      List<SelectableText> cells = new ArrayList<>();
      for (int column = 0; column < row.size(); column++) {
        SelectableText cell =
            text(row.get(column).inlines(), rows.isEmpty() ? "md-table-head" : "md-table-cell");
        cell.setTextAlignment(
            switch (table.columns().get(column)) {
              case LEFT -> TextAlignment.LEFT;
              case CENTER -> TextAlignment.CENTER;
              case RIGHT -> TextAlignment.RIGHT;
            });
        cells.add(cell);
      }
      rows.add(cells);
    }
    SidewaysPane pane = new SidewaysPane(new TableGrid(table.columns().size(), rows));
    pane.getStyleClass().add("md-table-pane");
    return pane;
  }

  private static Region rule() {
    Region rule = new Region();
    rule.getStyleClass().add("md-rule");
    return rule;
  }
}
