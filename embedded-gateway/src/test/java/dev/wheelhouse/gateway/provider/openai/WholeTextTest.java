// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.gateway.answer.ChatEvent;
import dev.wheelhouse.gateway.answer.FinishReason;
import dev.wheelhouse.gateway.answer.Usage;
import dev.wheelhouse.gateway.credential.KeyRing;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.secret.Secret;
import dev.wheelhouse.gateway.upstream.BaseAddress;
import dev.wheelhouse.gateway.upstream.HttpUpstream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer of text is read without a tree, and says what the tree would have said. */
class WholeTextTest {
  private static final String ANSWER =
      "{\"id\":\"c\",\"vendor\":{\"choices\":[1.5],\"usage\":{}},\"choices\":[{\"index\":0,\"message\":%s,"
          + "\"logprobs\":{\"content\":[]},\"finish_reason\":\"stop\"}],\"usage\":%s}";
  private static final String USAGE =
      "{\"prompt_tokens\":9,\"completion_tokens\":4,\"total_tokens\":13,\"cost\":0.1,"
          + "\"prompt_tokens_details\":{\"cached_tokens\":3,\"audio_tokens\":1},"
          + "\"completion_tokens_details\":{\"reasoning_tokens\":2}}";

  private final Json json = new Json(32, 1 << 20);

  @Test
  void readsTextReasonAndUsage() {
    String message =
        "{\"role\":\"assistant\",\"content\":\"Grüße \\ud83c\\udf0d\",\"refusal\":null}";
    assertThat(read(ANSWER.formatted(message, USAGE)))
        .hasValue(
            List.of(
                new ChatEvent.Text("Grüße 🌍"),
                new ChatEvent.Finished(FinishReason.STOP),
                new ChatEvent.Used(new Usage(9, 4, 3, 2))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"content\":\"a\"}",
        "{\"content\":null,\"reasoning_content\":\"hm\"}",
        "{\"content\":\"a\",\"reasoning\":\"hm\",\"tool_calls\":null}",
        "{\"content\":\"a\",\"reasoning\":\"hm\",\"reasoning_content\":null}",
        "{\"content\":\"a\",\"content\":null}",
        "{}"
      })
  void saysWhatTheTreeSays(String message) throws Exception {
    for (String usage : List.of(USAGE, "{}", "null", "{\"prompt_tokens_details\":null}")) {
      String answer = ANSWER.formatted(message, usage);
      assertThat(read(answer)).hasValue(reader().readWhole(json.object(answer)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"tool_calls\":[{\"id\":\"1\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}",
        "{\"refusal\":\"no\"}",
        "{\"content\":[{\"type\":\"text\"}]}",
        "{\"content\":\"a\",\"reasoning_content\":\"\",\"reasoning\":\"hidden by the empty one\"}",
        "null",
        "[]"
      })
  void leavesOtherMessagesToTheReader(String message) {
    assertThat(read(ANSWER.formatted(message, USAGE))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"prompt_tokens\":\"9\"}",
        "{\"prompt_tokens\":1.5}",
        "{\"prompt_tokens\":-1}",
        "{\"completion_tokens\":99999999999999999999}",
        "{\"completion_tokens_details\":[]}",
        "[]",
        "7"
      })
  void leavesOtherUsageToTheReader(String usage) {
    assertThat(read(ANSWER.formatted("{\"content\":\"a\"}", usage))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"choices\":[{\"index\":1,\"message\":{\"content\":\"a\"}}]}",
        "{\"choices\":[{\"message\":{\"content\":\"a\"}},{\"message\":{\"content\":\"b\"}}]}",
        "{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"tool_calls\"}]}",
        "{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"error\"}]}",
        "{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\",\"finish_reason\":null}]}",
        "{\"choices\":[{\"text\":\"a\",\"finish_reason\":\"stop\"}]}",
        "{\"choices\":[]}",
        "{\"choices\":[{\"message\":{\"content\":\"a\"}}],\"error\":{\"message\":\"broken\"}}",
        "{\"choices\":[{\"message\":{\"content\":\"a\"}}],\"usage\":{},\"usage\":null}",
        "{\"choices\":[{\"message\":{\"content\":\"a\"}}]",
        "{\"choices\":[{\"message\":{\"content\":\"a\"}}]} {}",
        "{\"choices\":[{\"message\":{\"content\":\"a\"}}],}",
        "{}",
        "[]",
        "",
        "\"text\""
      })
  void leavesOtherAnswersToTheReader(String answer) {
    assertThat(read(answer)).isEmpty();
  }

  private Optional<List<ChatEvent>> read(String answer) {
    return WholeText.read(json, answer.getBytes(StandardCharsets.UTF_8));
  }

  private OpenAiEventReader reader() {
    BaseAddress base = BaseAddress.of(URI.create("http://127.0.0.1:1/v1"));
    HttpUpstream.Access access = HttpUpstream.Access.bearer(KeyRing.of(Secret.none()));
    return new OpenAiEventReader(
        new HttpUpstream("up", base, access, json, new OkHttpClient()), false);
  }
}
