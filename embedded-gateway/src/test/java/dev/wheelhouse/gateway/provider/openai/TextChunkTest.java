// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.gateway.answer.ChatEvent;
import dev.wheelhouse.gateway.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A piece of text is read without a tree; everything else is left to who reads it as a whole. */
class TextChunkTest {
  private static final String CHUNK =
      "{\"id\":\"c\",\"created\":1,\"vendor\":{\"choices\":[1.5]},\"usage\":null,\"choices\":[{\"index\":0,\"delta\":%s,"
          + "\"logprobs\":{\"content\":[]},\"finish_reason\":null}]}";

  @Test
  void readsAPieceOfText() {
    assertThat(
            read(CHUNK.formatted("{\"role\":\"assistant\",\"content\":\"Grüße \\ud83c\\udf0d\"}")))
        .hasValue(List.of(new ChatEvent.Text("Grüße 🌍")));
  }

  @Test
  void readsAPieceOfReasoningInBothForms() {
    List<ChatEvent> thought = List.of(new ChatEvent.Reasoning("hm"));
    assertThat(read(CHUNK.formatted("{\"content\":null,\"reasoning_content\":\"hm\"}")))
        .hasValue(thought);
    assertThat(read(CHUNK.formatted("{\"reasoning\":\"hm\",\"content\":\"\"}"))).hasValue(thought);
  }

  @Test
  void findsNothingInAChunkThatSaysNothing() {
    assertThat(read(CHUNK.formatted("{\"role\":\"assistant\",\"tool_calls\":null}")))
        .hasValue(List.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"tool_calls\":[{\"index\":0}]}",
        "{\"refusal\":\"no\"}",
        "{\"content\":[{\"type\":\"text\"}]}",
        "{\"content\":\"a\",\"reasoning_content\":\"\",\"reasoning\":\"hidden by the empty one\"}",
        "null",
        "[]"
      })
  void leavesOtherPiecesToTheReader(String delta) {
    assertThat(read(CHUNK.formatted(delta))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}",
        "{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"a\"}}]}",
        "{\"choices\":[{\"delta\":{\"content\":\"a\"}},{\"delta\":{\"content\":\"b\"}}]}",
        "{\"choices\":[{\"text\":\"a\"}]}",
        "{\"choices\":[],\"usage\":{\"prompt_tokens\":1}}",
        "{\"choices\":[]}",
        "{\"choices\":[{\"delta\":{\"content\":\"a\"}}],\"usage\":{\"prompt_tokens\":1}}",
        "{\"choices\":[{\"delta\":{\"content\":\"a\"}}],\"error\":{\"message\":\"broken\"}}",
        "{\"choices\":[{\"delta\":{\"content\":\"a\"}}]",
        "{\"choices\":[{\"delta\":{\"content\":\"a\"}}]} {}",
        "{\"choices\":[{\"delta\":{\"content\":\"a\"}}],}",
        "{}",
        "[]",
        "",
        "\"text\""
      })
  void leavesOtherChunksToTheReader(String chunk) {
    assertThat(read(chunk)).isEmpty();
  }

  private static Optional<List<ChatEvent>> read(String chunk) {
    return TextChunk.read(new Json(32, 1 << 20), chunk.getBytes(StandardCharsets.UTF_8));
  }
}
