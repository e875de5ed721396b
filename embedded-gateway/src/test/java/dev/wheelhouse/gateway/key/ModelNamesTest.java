// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.key;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which models a pattern means. */
class ModelNamesTest {
  @Test
  void takesAStarForAnyTextAndAQuestionMarkForOneCharacter() {
    assertThat(ModelNames.of("qwen3:*").include("qwen3:8b")).isTrue();
    assertThat(ModelNames.of("qwen3:*").include("qwen3")).isFalse();
    assertThat(ModelNames.of("*/large").include("vendor/large")).isTrue();
    assertThat(ModelNames.of("*b*b").include("abcb")).isTrue();
    assertThat(ModelNames.of("gpt-?").include("gpt-5")).isTrue();
    assertThat(ModelNames.of("gpt-?").include("gpt-55")).isFalse();
    assertThat(ModelNames.of("a", "b").include("b")).isTrue();
    assertThat(ModelNames.of("a.c").include("abc")).isFalse();
    assertThat(ModelNames.ALL.include("anything")).isTrue();
    assertThat(ModelNames.of("").include("anything")).isFalse();
  }

  @Test
  void isNotSlowedDownByAPatternOfManyStars() {
    String pattern = "*a".repeat(30) + "b";
    assertThat(ModelNames.matches(pattern, "a".repeat(20_000))).isFalse();
  }
}
