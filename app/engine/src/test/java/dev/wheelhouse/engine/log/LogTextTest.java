// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reliability test S-10: what terminals would obey must not reach a screen or the clipboard. */
class LogTextTest {
  private static final char ESC = 0x1b;

  /** Raw and clean; ~ stands for ESC, and a hat for the bell. */
  static List<String> lines() {
    return List.of(
        "plain text|plain text",
        "~[31mred~[0m|red",
        "~[1;38;5;196mbold~[m!|bold!",
        "~[?25lhidden cursor|hidden cursor",
        "~[2J~[Hcleared|cleared",
        "a~[10;20Hb|ab",
        "~]0;new title^text|text",
        "~]52;c;ZXZpbA==^text|text",
        "~]52;c;ZXZpbA==~\\text|text",
        "~]8;;http://evil.example~\\link~]8;;~\\|link",
        "~P1$r0m~\\text|text",
        "~_application~\\text|text",
        "~^private~\\text|text",
        "~(Btext|text",
        "~7saved~8|saved",
        "~c~#8text|text",
        "cut ~[|cut ",
        "cut ~[31;|cut ",
        "cut ~|cut ",
        "~]0;never ended|\uFFFD0;never ended",
        "~]0;broken off ~[31mred|red",
        "a~[31^b|a\uFFFDb",
        "a\u009b31mb|ab",
        "a\u009d0;title\u009cb|ab",
        "bell^|bell\uFFFD",
        "a\0b\bc\u007fd\u0085e|a\uFFFDb\uFFFDc\uFFFDd\uFFFDe",
        "a\u202Eb\u2066c\u200Fd|a<U+202E>b<U+2066>c<U+200F>d",
        "Größe 空 \uD83D\uDE80 ok|Größe 空 \uD83D\uDE80 ok",
        "half \uD83D only|half \uFFFD only",
        "over\rwritten|over\uFFFDwritten");
  }

  @ParameterizedTest
  @MethodSource("lines")
  void keepsTheTextAndDropsWhatTerminalsObey(String line) {
    String[] sides = line.split("\\|", -1);
    String raw =
        sides[0].replace("~^private", "~_private").replace('~', ESC).replace('^', '\u0007');

    assertThat(LogText.clean(raw)).isEqualTo(sides[1]);
  }

  @Test
  void makesSpacesOfTabsAndDropsTheLineEnd() {
    assertThat(LogText.clean("a\tb\r")).isEqualTo("a    b");
  }

  @Test
  void cutsLongLines() {
    assertThat(LogText.clean("x".repeat(90_000)))
        .hasSizeBetween(16_000, LogText.LONGEST)
        .endsWith("x…");
    assertThat(bytes(LogText.clean("空".repeat(90_000)))).isBetween(16_000, LogText.LONGEST);
  }

  @Property(tries = 3_000)
  void neverLetsAControlCharacterThrough(@ForAll("hostile") String raw) {
    String clean = LogText.clean(raw);

    assertThat(clean.codePoints())
        .noneMatch(LogTextTest::isControl)
        .noneMatch(c -> c >= 0xd800 && c <= 0xdfff);
    assertThat(bytes(clean)).isLessThanOrEqualTo(LogText.LONGEST);
  }

  @Property(tries = 1_000)
  void leavesCleanTextAsItIs(@ForAll("hostile") String raw) {
    String clean = LogText.clean(raw);

    assertThat(LogText.clean(clean)).isEqualTo(clean);
  }

  @Property(tries = 1_000)
  void keepsPrintableTextBetweenSequences(
      @ForAll("words") String before, @ForAll("words") String after) {
    assertThat(LogText.clean(before + ESC + "[31m" + after)).isEqualTo(before + after);
  }

  @Provide
  Arbitrary<String> words() {
    return Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(20);
  }

  /** Much of what parsers stumble over, mixed with any other character. */
  @Provide
  Arbitrary<String> hostile() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            ESC + "[",
            ESC + "]",
            ESC + "P",
            ESC + "\\",
            ESC + "",
            "\u009b",
            "\u009d",
            "\u009c",
            "\u0007",
            "\u0090",
            "31;1m",
            "?25l",
            ";",
            "52;c;",
            "text",
            "\u202e",
            "\r",
            "\0",
            "\t",
            "\ud83d",
            "\ude80",
            "空");
    Arbitrary<String> any = Arbitraries.strings().ofMaxLength(3);
    return Arbitraries.oneOf(pieces, any).list().ofMaxSize(40).map(list -> String.join("", list));
  }

  private static boolean isControl(int c) {
    return c < 0x20
        || (c >= 0x7f && c <= 0x9f)
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069)
        || c == 0x2028
        || c == 0x2029;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
