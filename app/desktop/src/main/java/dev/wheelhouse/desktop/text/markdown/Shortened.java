// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.text.markdown;

import java.util.ArrayList;
import java.util.List;

/**
 * The beginning of a text that is quick to show. A line of a megabyte or ten thousand list items
 * would keep the window busy for seconds; what is left out comes when the user asks for it.
 *
 * @param blocks what is shown
 * @param leftOut how many characters are not shown
 */
public record Shortened(List<Block> blocks, long leftOut) {
  /** Each block counts for some characters, because its node costs about as much. */
  private static final int BLOCK_COST = 100;

  private static final int INLINE_COST = 30;

  /**
   * @param characters about how many are shown; blocks and pieces count for some
   */
  public static Shortened of(List<Block> blocks, int characters) {
    Cutter cutter = new Cutter(characters);
    List<Block> shown = cutter.blocks(blocks);
    return new Shortened(shown, cutter.leftOut);
  }

  private static final class Cutter {
    private long room;
    private long leftOut;

    Cutter(int characters) {
      this.room = characters;
    }

    List<Block> blocks(List<Block> blocks) {
      List<Block> shown = new ArrayList<>();
      for (Block block : blocks) {
        if (room <= 0) {
          leftOut += PlainText.of(block).length();
        } else {
          room -= BLOCK_COST;
          shown.add(block(block));
        }
      }
      return shown;
    }

    private Block block(Block block) {
      return switch (block) {
        case Block.Paragraph paragraph -> new Block.Paragraph(inlines(paragraph.inlines()));
        case Block.Heading heading ->
            new Block.Heading(heading.level(), inlines(heading.inlines()));
        case Block.Code code -> new Block.Code(code.language(), text(code.text()));
        case Block.Listing list ->
            new Block.Listing(list.ordered(), list.start(), list.tight(), items(list.items()));
        case Block.Quote quote -> new Block.Quote(blocks(quote.blocks()));
        case Block.Table table -> new Block.Table(table.columns(), rows(table.rows()));
        case Block.Rule rule -> rule;
      };
    }

    private List<Block.Item> items(List<Block.Item> items) {
      List<Block.Item> shown = new ArrayList<>();
      for (Block.Item item : items) {
        if (room <= 0) {
          leftOut += PlainText.of(item.blocks()).length();
        } else {
          shown.add(new Block.Item(blocks(item.blocks())));
        }
      }
      return shown;
    }

    private List<List<Block.Cell>> rows(List<List<Block.Cell>> rows) {
      List<List<Block.Cell>> shown = new ArrayList<>();
      for (List<Block.Cell> row : rows) {
        if (room <= 0) {
          leftOut +=
              row.stream().mapToInt(cell -> PlainText.ofInlines(cell.inlines()).length()).sum();
        } else {
          room -= (long) BLOCK_COST * row.size();
          shown.add(row.stream().map(cell -> new Block.Cell(inlines(cell.inlines()))).toList());
        }
      }
      return shown;
    }

    private List<Inline> inlines(List<Inline> inlines) {
      List<Inline> shown = new ArrayList<>();
      for (Inline inline : inlines) {
        if (room <= 0) {
          leftOut += PlainText.ofInlines(List.of(inline)).length();
          continue;
        }
        room -= INLINE_COST;
        shown.add(
            switch (inline) {
              case Inline.Run run -> new Inline.Run(text(run.text()), run.style());
              case Inline.Link link -> new Inline.Link(text(link.text()), link.style(), link.url());
              case Inline.Image image -> image;
            });
      }
      return shown;
    }

    private String text(String whole) {
      if (whole.length() <= room) {
        room -= whole.length();
        return whole;
      }
      int end = (int) Math.max(0, room);
      if (end > 0 && Character.isHighSurrogate(whole.charAt(end - 1))) {
        end--;
      }
      leftOut += whole.length() - end;
      room = 0;
      return whole.substring(0, end);
    }
  }
}
