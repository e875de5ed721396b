// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.text.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MarkdownDocumentTest {
  private static final MarkdownParser PARSER = new MarkdownParser();

  private static final String ALL =
      """
      # A title

      Some *slanted*, **bold** and `code` text
      over two lines, ~~gone~~.

      - one
      - two
        with more

        - inner
      - three

      1. first
      2. second

      ```java
      class A {

        int b = 1;
      }
      ```

      > quoted
      > more

      | a | b |
      |---|--:|
      | 1 | 2 |

          indented code

      Title again
      ===========

      ---

      <div>html</div>

      The end, see [the site](https://example.org/x?y=1).
      """;

  @Test
  void growingInAnyStepsGivesWhatTheWholeGives() {
    List<Block> whole = PARSER.parse(ALL).blocks();
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      MarkdownDocument document = new MarkdownDocument(PARSER);
      int at = 0;
      while (at < ALL.length()) {
        int next = Math.min(ALL.length(), at + 1 + random.nextInt(12));
        document.append(ALL.substring(at, next));
        at = next;
      }
      assertThat(document.blocks()).isEqualTo(whole);
    }
  }

  @Test
  void parsesOnlyTheEndAgain() {
    MarkdownDocument document = new MarkdownDocument(PARSER);
    document.set("one\n\ntwo\n\nthr\nee");

    assertThat(document.set("one\n\ntwo\n\nthr\nee and")).isEqualTo(2);
    assertThat(document.blocks()).hasSize(3);
  }

  @Test
  void saysThatNothingChangedForTheSameText() {
    MarkdownDocument document = new MarkdownDocument(PARSER);
    document.set("one\n\ntwo");

    assertThat(document.set("one\n\ntwo")).isEqualTo(2);
  }

  @Test
  void startsAgainWhenTheTextIsAnother() {
    MarkdownDocument document = new MarkdownDocument(PARSER);
    document.set("one\n\ntwo");

    assertThat(document.set("other")).isZero();
    assertThat(PlainText.of(document.blocks())).isEqualTo("other");
  }

  @Test
  void findsTheTargetOfALinkThatStandsAtTheEnd() {
    MarkdownDocument document = new MarkdownDocument(PARSER);
    document.set("see [it]\n\nmore\n\n");
    document.append("[it]: https://example.org/\n");

    assertThat(document.finish()).isZero();
    assertThat(document.blocks().getFirst().toString()).contains("url=https://example.org/");
  }

  @Test
  void readsATableWithItsAlignments() {
    Block.Table table =
        (Block.Table) PARSER.parse("| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 |\n").blocks().getFirst();

    assertThat(table.columns())
        .containsExactly(Block.Alignment.LEFT, Block.Alignment.CENTER, Block.Alignment.RIGHT);
    assertThat(table.rows()).hasSize(2).allSatisfy(row -> assertThat(row).hasSize(3));
  }
}
