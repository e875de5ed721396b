// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class FuzzyTest {
  private static final List<String> TITLES =
      List.of(
          "Go to Status",
          "Go to Settings",
          "Stop Local AI",
          "Restart Redis",
          "Restart Redis exporter",
          "Open the log of Redis",
          "Back up now");

  @Test
  void wordsMayComeInAnyOrder() {
    assertThat(best("redis restart")).isEqualTo("Restart Redis");
  }

  @Test
  void theShorterOfTwoEqualMatchesWins() {
    assertThat(best("restart redis")).isEqualTo("Restart Redis");
  }

  @Test
  void startsOfWordsCountMoreThanLettersInside() {
    assertThat(best("bu")).isEqualTo("Back up now");
    assertThat(best("set")).isEqualTo("Go to Settings");
  }

  @Test
  void aLetterThatIsNotThereMakesNoMatch() {
    assertThat(Fuzzy.score("xyz", "Go to Status")).isEqualTo(Fuzzy.NONE);
    assertThat(Fuzzy.score("statusx", "Go to Status")).isEqualTo(Fuzzy.NONE);
  }

  @Test
  void anEmptyQueryMatchesEverything() {
    assertThat(TITLES).allMatch(title -> Fuzzy.score("  ", title) != Fuzzy.NONE);
  }

  private static String best(String query) {
    return TITLES.stream()
        .max(Comparator.comparingInt(title -> Fuzzy.score(query, title)))
        .orElseThrow();
  }
}
