// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.text.markdown;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A markdown text that grows: only its last block is parsed again when text is added. Not
 * thread-safe.
 */
public final class MarkdownDocument {
  private final MarkdownParser parser;
  private final StringBuilder source = new StringBuilder();
  private final List<Block> blocks = new ArrayList<>();
  private final List<Integer> starts = new ArrayList<>();

  public MarkdownDocument(MarkdownParser parser) {
    this.parser = parser;
  }

  public List<Block> blocks() {
    return Collections.unmodifiableList(blocks);
  }

  public String source() {
    return source.toString();
  }

  /**
   * Makes the text equal to the given one, parsing as little as needed.
   *
   * @return index of the first block that may differ from before
   */
  public int set(String text) {
    if (text.contentEquals(source)) {
      return blocks.size();
    }
    if (source.length() > 0 && startsWithSource(text)) {
      return append(text.substring(source.length()));
    }
    source.setLength(0);
    source.append(text);
    return parseFrom(0);
  }

  /** Makes it one paragraph of exactly this text. */
  public void setPlain(String text) {
    source.setLength(0);
    source.append(text);
    blocks.clear();
    starts.clear();
    if (!text.isEmpty()) {
      blocks.add(
          new Block.Paragraph(List.of(new Inline.Run(VisibleText.of(text), Inline.Style.PLAIN))));
      starts.add(0);
    }
  }

  /** Adds text at the end; returns the index of the first block that may differ. */
  public int append(String text) {
    if (text.isEmpty()) {
      return blocks.size();
    }
    int block = firstOpen();
    source.append(text);
    return parseFrom(block);
  }

  /**
   * The last block that begins before the last line. What stands on that line may turn out to
   * belong to it: a lone bar becomes the next row of a table.
   */
  private int firstOpen() {
    int lastLine = source.lastIndexOf("\n") + 1;
    int block = blocks.size() - 1;
    while (block > 0 && starts.get(block) >= lastLine) {
      block--;
    }
    return Math.max(0, block);
  }

  /** Parses all of it once more: a link's definition may stand at the very end. */
  public int finish() {
    List<Block> before = List.copyOf(blocks);
    parseFrom(0);
    int same = 0;
    while (same < Math.min(before.size(), blocks.size())
        && before.get(same).equals(blocks.get(same))) {
      same++;
    }
    return same;
  }

  private boolean startsWithSource(String text) {
    return text.length() > source.length()
        && text.regionMatches(0, source.toString(), 0, source.length());
  }

  private int parseFrom(int block) {
    int offset = block == 0 ? 0 : starts.get(block);
    blocks.subList(block, blocks.size()).clear();
    starts.subList(block, starts.size()).clear();
    MarkdownParser.Parsed parsed = parser.parse(source.substring(offset));
    blocks.addAll(parsed.blocks());
    parsed.starts().forEach(start -> starts.add(start + offset));
    return block;
  }
}
