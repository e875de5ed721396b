// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.text.markdown;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Document;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.Node;
import org.commonmark.node.SourceSpan;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * Parses CommonMark with tables and strikethrough. Nesting is bounded: what lies deeper stays text.
 * Thread-safe.
 */
public final class MarkdownParser {
  /** Deeper quotes and lists than anyone writes; keeps layout and recursion shallow. */
  private static final int DEEPEST_BLOCKS = 24;

  private static final int DEEPEST_INLINES = 24;

  private final Parser parser =
      Parser.builder()
          .extensions(List.of(TablesExtension.create(), StrikethroughExtension.create()))
          .includeSourceSpans(IncludeSourceSpans.BLOCKS)
          .maxOpenBlockParsers(DEEPEST_BLOCKS)
          .maxInlineNesting(DEEPEST_INLINES)
          .build();

  /**
   * Blocks with where each begins.
   *
   * @param starts offset of the line on which each block begins
   */
  public record Parsed(List<Block> blocks, List<Integer> starts) {}

  /** Parses the whole text. */
  public Parsed parse(String source) {
    Node document = parser.parse(source);
    List<Block> blocks = new ArrayList<>();
    List<Integer> starts = new ArrayList<>();
    for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
      if (node instanceof LinkReferenceDefinition) {
        continue;
      }
      BlockReader.read(node).ifPresent(blocks::add);
      if (blocks.size() > starts.size()) {
        starts.add(lineStart(node));
      }
    }
    return new Parsed(blocks, starts);
  }

  private static int lineStart(Node node) {
    if (node instanceof Document || node.getSourceSpans().isEmpty()) {
      return 0;
    }
    SourceSpan first = node.getSourceSpans().getFirst();
    return first.getInputIndex() - first.getColumnIndex();
  }
}
