// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.text.markdown;

import java.util.List;

/** Blocks as plain text: for the clipboard, for screen readers and for searching. */
public final class PlainText {
  private PlainText() {}

  /** Markdown as plain text. */
  public static String ofMarkdown(String markdown) {
    return of(new MarkdownParser().parse(markdown).blocks());
  }

  static String of(List<Block> blocks) {
    StringBuilder text = new StringBuilder();
    for (Block block : blocks) {
      text.append(text.isEmpty() ? "" : "\n").append(of(block));
    }
    return text.toString();
  }

  static String of(Block block) {
    return switch (block) {
      case Block.Paragraph paragraph -> ofInlines(paragraph.inlines());
      case Block.Heading heading -> ofInlines(heading.inlines());
      case Block.Code code -> code.text();
      case Block.Listing list -> ofList(list);
      case Block.Quote quote -> of(quote.blocks());
      case Block.Table table -> ofTable(table);
      case Block.Rule _ -> "";
    };
  }

  static String ofInlines(List<Inline> inlines) {
    StringBuilder text = new StringBuilder();
    for (Inline inline : inlines) {
      switch (inline) {
        case Inline.Run run -> text.append(run.text());
        case Inline.Link link -> text.append(link.text());
        case Inline.Image image -> text.append(ofImage(image));
      }
    }
    return text.toString();
  }

  /** What copying a picture gives. */
  public static String ofImage(Inline.Image image) {
    return "[Image: " + image.description() + "](" + image.url() + ")";
  }

  /** What stands before an item: a number or a bullet. */
  public static String marker(Block.Listing list, int index) {
    return list.ordered() ? list.start() + index + "." : "•";
  }

  private static String ofList(Block.Listing list) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < list.items().size(); i++) {
      text.append(i == 0 ? "" : "\n")
          .append(marker(list, i))
          .append(' ')
          .append(of(list.items().get(i).blocks()));
    }
    return text.toString();
  }

  private static String ofTable(Block.Table table) {
    StringBuilder text = new StringBuilder();
    for (List<Block.Cell> row : table.rows()) {
      text.append(text.isEmpty() ? "" : "\n");
      for (int i = 0; i < row.size(); i++) {
        text.append(i == 0 ? "" : "\t").append(ofInlines(row.get(i).inlines()));
      }
    }
    return text.toString();
  }
}
