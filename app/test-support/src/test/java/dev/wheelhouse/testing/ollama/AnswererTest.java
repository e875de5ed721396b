// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswererTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "one", "one two", " leading", "trailing \n", "a\n\n- b\n- c  d", "日本 語"})
  void splitsATextIntoTokensThatMakeItUpAgain(String text) {
    assertThat(String.join("", Answerer.tokens(text))).isEqualTo(text);
  }

  @Test
  void takesDirectivesOutOfThePrompt() {
    Directives directives = Directives.in("say [[delay=5]] this [[stall]] please");

    assertThat(directives.prompt()).isEqualTo("say this please");
    assertThat(directives.milliseconds("delay")).isEqualTo(Duration.ofMillis(5));
    assertThat(directives.has("stall")).isTrue();
    assertThat(directives.number("stall")).isEmpty();
    assertThat(directives.has("tokens")).isFalse();
  }

  @Test
  void readsTheDurationsOfGo() {
    assertThat(Json.duration(new TextNode("1h30m"))).isEqualTo(Duration.ofMinutes(90));
    assertThat(Json.duration(new TextNode("-1s"))).isEqualTo(Duration.ofSeconds(-1));
    assertThat(Json.duration(new IntNode(300))).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void readsTheHostAsOllamaDoes() {
    assertThat(OllamaMain.address("").getPort()).isEqualTo(11434);
    assertThat(OllamaMain.address("0.0.0.0:1234").getHostString()).isEqualTo("0.0.0.0");
    assertThat(OllamaMain.address("http://127.0.0.1:1234").getPort()).isEqualTo(1234);
  }
}
