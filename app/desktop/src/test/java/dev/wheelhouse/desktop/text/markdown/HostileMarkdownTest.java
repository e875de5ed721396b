// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.text.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a model may write to harm its reader (reliability S-9, S13, S14). */
class HostileMarkdownTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](file:///etc/passwd)",
        "[x](vbscript:x)",
        "[x](//example.org/x)",
        "[x](https://user:pass@example.org/)",
        "[x](https://example.org@evil.example/)",
        "[x](https:///nohost)",
        "[x](mailto:a@example.org)",
        "<javascript:alert(1)>",
        "[x](https://example.org/\u202egpj.exe)",
      })
  void offersNoLinkForThis(String markdown) {
    assertThat(links(markdown)).isEmpty();
    assertThat(PlainText.ofMarkdown(markdown)).isNotBlank();
  }

  @Test
  void offersWebLinksWithTheWholeAddress() {
    assertThat(links("[the bank](https://example.org:8443/a?b=c#d)"))
        .containsExactly("https://example.org:8443/a?b=c#d");
    assertThat(links("<http://example.org>")).containsExactly("http://example.org");
  }

  @Test
  void showsLookAlikeHostsAsTheyAreLookedUp() {
    // the second letter is a Cyrillic o
    assertThat(links("[x](https://g\u043eogle.example/)"))
        .containsExactly("https://xn--gogle-jye.example/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>fetch('http://127.0.0.1:1/')</script>",
        "<img src=x onerror=alert(1)>",
        "text <b onclick=x>bold</b>",
        "<iframe src='http://127.0.0.1:1/'></iframe>",
      })
  void showsHtmlAsTheTextThatItIs(String markdown) {
    assertThat(PlainText.ofMarkdown(markdown)).isEqualTo(markdown);
  }

  @Test
  void keepsPicturesAsTextWithTheirAddress() {
    assertThat(PlainText.ofMarkdown("![secret](http://127.0.0.1:1/?q=data)"))
        .isEqualTo("[Image: secret](http://127.0.0.1:1/?q=data)");
  }

  @Test
  void showsCharactersThatTurnTextAround() {
    assertThat(PlainText.ofMarkdown("a\u202eb `c\u2066d`\n\n```\ne\u202df\n```"))
        .isEqualTo("a⟨U+202E⟩b c⟨U+2066⟩d\ne⟨U+202D⟩f");
  }

  @Test
  void boundsTheDepthOfNesting() {
    for (String deep :
        List.of(
            "> ".repeat(10_000) + "x",
            "- ".repeat(10_000) + "x",
            "*".repeat(10_000) + "x" + "*".repeat(10_000),
            "[".repeat(10_000) + "x" + "]".repeat(10_000),
            "**_".repeat(5_000) + "x" + "_**".repeat(5_000),
            "![".repeat(10_000) + "x" + "](y)".repeat(10_000))) {
      long before = System.nanoTime();
      List<Block> blocks = new MarkdownParser().parse(deep).blocks();

      assertThat(depth(blocks)).isLessThan(60);
      assertThat(PlainText.of(blocks)).contains("x");
      assertThat((System.nanoTime() - before) / 1e9).isLessThan(10.0);
    }
  }

  @Test
  void shortensWhatWouldBeSlowToShow() {
    List<Block> blocks = new MarkdownParser().parse("x".repeat(1_000_000)).blocks();

    Shortened shortened = Shortened.of(blocks, 60_000);

    assertThat(PlainText.of(shortened.blocks()).length() + shortened.leftOut())
        .isEqualTo(1_000_000);
    assertThat(PlainText.of(shortened.blocks()).length()).isLessThanOrEqualTo(60_000);
  }

  @Test
  void neverCutsACharacterInTwo() {
    List<Block> blocks = new MarkdownParser().parse("😀".repeat(1000)).blocks();

    for (int room = 100; room < 110; room++) {
      String shown = PlainText.of(Shortened.of(blocks, room).blocks());
      assertThat(shown.codePoints()).allMatch(c -> c == 0x1F600);
    }
  }

  private static List<String> links(String markdown) {
    return new MarkdownParser()
        .parse(markdown).blocks().stream().flatMap(HostileMarkdownTest::linksIn).toList();
  }

  private static Stream<String> linksIn(Block block) {
    return block instanceof Block.Paragraph paragraph
        ? paragraph.inlines().stream()
            .filter(Inline.Link.class::isInstance)
            .map(inline -> ((Inline.Link) inline).url())
        : Stream.empty();
  }

  private static int depth(List<Block> blocks) {
    int deepest = 0;
    for (Block block : blocks) {
      deepest =
          Math.max(
              deepest,
              switch (block) {
                case Block.Quote quote -> 1 + depth(quote.blocks());
                case Block.Listing list ->
                    1
                        + list.items().stream()
                            .mapToInt(item -> depth(item.blocks()))
                            .max()
                            .orElse(0);
                default -> 1;
              });
    }
    return deepest;
  }
}
