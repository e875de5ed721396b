// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.text;

import dev.wheelhouse.desktop.text.markdown.Block;
import dev.wheelhouse.desktop.text.markdown.PlainText;
import java.util.ArrayList;
import java.util.List;

/** A list, whose last item can grow without the others being made again. */
final class ListingView extends HoldingRegion {
  private static final double INDENT = 26;
  private static final double WIDE_INDENT = 38;

  private final BlockNodes nodes;
  private final Column column;
  private final List<Row> rows = new ArrayList<>();
  private Block.Listing shown;

  private static final class Row {
    private final ListRow node;
    private Block.Item item = new Block.Item(List.of());
    private List<BlockNodes.Shown> blocks = List.of();

    Row(ListRow node) {
      this.node = node;
    }
  }

  ListingView(BlockNodes nodes, Block.Listing list) {
    this(new Column("md-list"), nodes, list);
  }

  private ListingView(Column column, BlockNodes nodes, Block.Listing list) {
    super(column);
    this.column = column;
    this.nodes = nodes;
    this.shown = new Block.Listing(list.ordered(), list.start(), list.tight(), List.of());
    update(list);
  }

  /** False when the change cannot be made in place. */
  boolean update(Block.Listing list) {
    if (list.ordered() != shown.ordered()
        || list.start() != shown.start()
        || list.tight() != shown.tight()
        || list.items().size() < rows.size()
        || (indent(list) != indent(shown) && !rows.isEmpty())) {
      return false;
    }
    int known = rows.size();
    for (int i = 0; i < list.items().size(); i++) {
      if (i == rows.size()) {
        String marker = PlainText.marker(list, i);
        rows.add(new Row(new ListRow(marker, new Column("md-item"), indent(list))));
      }
      Row row = rows.get(i);
      Block.Item item = list.items().get(i);
      if (!item.equals(row.item)) {
        row.blocks = nodes.sync(row.node.body(), row.blocks, item.blocks(), list.tight());
        row.item = item;
      }
    }
    shown = list;
    if (rows.size() != known) {
      double gap = list.tight() ? 4 : 8;
      column.setEntries(rows.stream().map(row -> new Column.Entry(row.node, gap)).toList());
    }
    return true;
  }

  private static double indent(Block.Listing list) {
    return list.ordered() && list.start() + list.items().size() > 100 ? WIDE_INDENT : INDENT;
  }
}
