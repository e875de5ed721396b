// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pain 16: Ollama lets everyone in who reaches it. Behind the gateway it does not. */
class OllamaBehindTokenTest {
  @ParameterizedTest
  @CsvSource({
    "POST, /api/chat",
    "POST, /api/generate",
    "POST, /api/embed",
    "POST, /api/show",
    "POST, /api/pull",
    "DELETE, /api/delete",
    "GET, /api/tags",
    "GET, /api/ps",
    "POST, /v1/chat/completions",
    "GET, /v1/models"
  })
  void pain16AnswersNobodyWithoutTheToken(String method, String path) {
    try (ScriptedUpstream ollama = new ScriptedUpstream(ScriptedUpstream.Kind.OLLAMA);
        Rig rig = Rig.over(ollama.config())) {
      String body =
          "{\"model\":\"qwen3:8b\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
      for (String token : new String[] {"", "Bearer wrong", "Bearer "}) {
        HttpRequest.Builder request =
            HttpRequest.newBuilder(rig.uri(path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
          request.header("Authorization", token);
        }
        HttpResponse<String> answer = rig.send(request.build());
        assertThat(answer.statusCode()).isEqualTo(401);
      }
      assertThat(ollama.chats()).isZero();
    }
  }
}
