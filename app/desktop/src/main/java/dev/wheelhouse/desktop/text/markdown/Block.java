// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.text.markdown;

import java.util.List;

/** One block of a markdown text, as data: no markup left, nothing that would be fetched. */
public sealed interface Block {

  /** Running text. */
  record Paragraph(List<Inline> inlines) implements Block {
    public Paragraph {
      inlines = List.copyOf(inlines);
    }
  }

  /**
   * A heading.
   *
   * @param level 1 to 6
   */
  record Heading(int level, List<Inline> inlines) implements Block {
    public Heading {
      inlines = List.copyOf(inlines);
    }
  }

  /**
   * Text that keeps its lines.
   *
   * @param language as the writer named it; may be empty
   */
  record Code(String language, String text) implements Block {}

  /**
   * A list.
   *
   * @param start number of the first item; 0 for bullets
   * @param tight whether items stand without space between them
   */
  record Listing(boolean ordered, int start, boolean tight, List<Item> items) implements Block {
    public Listing {
      items = List.copyOf(items);
    }
  }

  /** One item of a list. */
  record Item(List<Block> blocks) {
    public Item {
      blocks = List.copyOf(blocks);
    }
  }

  /** Quoted blocks. */
  record Quote(List<Block> blocks) implements Block {
    public Quote {
      blocks = List.copyOf(blocks);
    }
  }

  /**
   * A table.
   *
   * @param columns how each column is aligned
   * @param rows the header first; every row has as many cells as there are columns
   */
  record Table(List<Alignment> columns, List<List<Cell>> rows) implements Block {
    public Table {
      columns = List.copyOf(columns);
      rows = rows.stream().map(List::copyOf).toList();
    }
  }

  /** One cell of a table. */
  record Cell(List<Inline> inlines) {
    public Cell {
      inlines = List.copyOf(inlines);
    }
  }

  /** How a column of a table is aligned. */
  enum Alignment {
    LEFT,
    CENTER,
    RIGHT
  }

  /** A line across. */
  record Rule() implements Block {}
}
