// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.theme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reads the tokens that the window uses and computes the contrast of every text on its ground. */
class ContrastTest {
  private static final Pattern TOKEN = Pattern.compile("-wh-([a-z-]+):\\s*#([0-9a-fA-F]{6})\\s*;");
  private static final double TEXT = 4.5;
  private static final double SHAPE = 3.0;
  private static final List<String> GROUNDS = List.of("canvas", "surface", "raised", "hover");
  private static final List<String> TONES =
      List.of("ok", "busy", "warn", "danger", "muted", "accent");

  @ParameterizedTest
  @EnumSource(Palette.class)
  void everyTextCanBeReadOnEveryGroundItStandsOn(Palette palette) {
    Map<String, String> tokens = tokens(palette);
    List<String> weak = new ArrayList<>();
    for (String ground : GROUNDS) {
      check(tokens, "text", ground, TEXT, weak);
      check(tokens, "text-quiet", ground, TEXT, weak);
    }
    for (String tone : TONES) {
      for (String ground : List.of("canvas", "surface", "raised", tone + "-tint")) {
        check(tokens, tone, ground, TEXT, weak);
      }
      check(tokens, "text", tone + "-tint", TEXT, weak);
      check(tokens, "text-quiet", tone + "-tint", TEXT, weak);
    }
    for (char series = 'a'; series <= 'h'; series++) {
      for (String ground : List.of("canvas", "surface", "hover", "accent-tint")) {
        check(tokens, "series-" + series, ground, TEXT, weak);
      }
    }
    check(tokens, "on-accent", "accent-fill", TEXT, weak);
    check(tokens, "on-accent", "accent-fill-hover", TEXT, weak);
    check(tokens, "on-accent", "danger-fill", TEXT, weak);
    check(tokens, "text", "code", TEXT, weak);
    check(tokens, "text", "pressed", TEXT, weak);
    check(tokens, "surface", "text", TEXT, weak);

    assertThat(weak).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Palette.class)
  void theFocusRingCanBeSeen(Palette palette) {
    Map<String, String> tokens = tokens(palette);
    List<String> weak = new ArrayList<>();
    for (String ground : GROUNDS) {
      check(tokens, "accent", ground, SHAPE, weak);
    }

    assertThat(weak).isEmpty();
  }

  @Test
  void bothPalettesKnowTheSameTokens() {
    assertThat(tokens(Palette.DARK).keySet()).isEqualTo(tokens(Palette.LIGHT).keySet());
  }

  @Test
  void theFormulaIsThatOfWcag() {
    assertThat(contrast("000000", "ffffff")).isEqualTo(21.0);
    assertThat(contrast("777777", "ffffff")).isBetween(4.47, 4.49);
  }

  private static void check(
      Map<String, String> tokens, String text, String ground, double least, List<String> weak) {
    double contrast = contrast(tokens.get(text), tokens.get(ground));
    if (contrast < least) {
      weak.add("%s on %s: %.2f".formatted(text, ground, contrast));
    }
  }

  private static Map<String, String> tokens(Palette palette) {
    try (var stream = URI.create(palette.stylesheet()).toURL().openStream()) {
      Map<String, String> tokens = new TreeMap<>();
      TOKEN
          .matcher(new String(stream.readAllBytes(), StandardCharsets.UTF_8))
          .results()
          .forEach(match -> tokens.put(match.group(1), match.group(2)));
      return tokens;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double contrast(String one, String other) {
    double a = luminance(one);
    double b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(String hex) {
    return 0.2126 * channel(hex, 0) + 0.7152 * channel(hex, 2) + 0.0722 * channel(hex, 4);
  }

  private static double channel(String hex, int from) {
    double value = Integer.parseInt(hex.substring(from, from + 2), 16) / 255.0;
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }
}
