// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.gateway.secret.Secret;
import dev.wheelhouse.testing.ollama.OllamaTestServer;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An Ollama client in front of an Ollama upstream: lines pass as they are. */
class OllamaToOllamaTest {
  private OllamaTestServer ollama;
  private Rig rig;

  @BeforeEach
  void start() {
    ollama = OllamaTestServer.start(0).withModel("llama3.2:1b").withModel("qwen3:0.6b");
    rig = Rig.over(new UpstreamConfig.Ollama("local", ollama.uri(), Secret.of("front-door")));
  }

  @AfterEach
  void stop() {
    rig.close();
    ollama.close();
  }

  @Test
  void passesTheLinesAndTheRequestAsTheyAre() {
    String request =
        OpenAiToOllamaTest.chat(
            "llama3.2:1b",
            "hi",
            ", \"options\":{\"num_ctx\":8192,\"vendor\":1.10}, \"unknown\":[1]");
    HttpResponse<String> answer = rig.post("/api/chat", request);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
    assertThat(Golden.masked(answer.body()))
        .isEqualTo(Golden.file("ollama-from-ollama-text.ndjson"));
    assertThat(sentBody()).isEqualTo(Rig.json(request));
    assertThat(ollama.calls("/api/chat").getFirst().headers().first("Authorization"))
        .hasValue("Bearer front-door");
  }

  @Test
  void passesThinkingAndToolCallsAsTheyAre() {
    String tools =
        ",\"think\":true,\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":{}}}]";
    String prompt = "[[think=let me see]] [[tool=weather {\\\"city\\\":\\\"Oslo\\\"}]]";
    String answer =
        rig.post("/api/chat", OpenAiToOllamaTest.chat("qwen3:0.6b", prompt, tools)).body();
    assertThat(Golden.masked(answer)).isEqualTo(Golden.file("ollama-from-ollama-tools.ndjson"));
  }

  @Test
  void answersInOnePieceWhenAsked() {
    String request = OpenAiToOllamaTest.chat("llama3.2:1b", "hi", ",\"stream\":false");
    JsonNode answer = Rig.json(rig.post("/api/chat", request).body());
    assertThat(answer.at("/message/content").asText()).isEqualTo("You said: hi");
    assertThat(answer.path("done").asBoolean()).isTrue();
    assertThat(sentBody().path("stream").asBoolean(true)).isFalse();
  }

  @Test
  void loadsAModelWhenNoMessagesAreGiven() {
    JsonNode answer = Rig.json(rig.post("/api/chat", "{\"model\":\"llama3.2:1b\"}").body());
    assertThat(answer.path("done_reason").asText()).as(answer.toString()).isEqualTo("load");
  }

  @Test
  void takesAwayItsOwnPrefixFromTheModel() {
    String request =
        OpenAiToOllamaTest.chat("local/llama3.2:1b", "hi", ",\"options\":{\"vendor\":1.10}");
    assertThat(rig.post("/api/chat", request).statusCode()).isEqualTo(200);
    assertThat(sentBody().path("model").asText()).isEqualTo("llama3.2:1b");
    assertThat(sentBody().at("/options/vendor").asText()).isEqualTo("1.1");
  }

  @Test
  void takesTheAddressWithThePathOfEitherDialect() {
    for (String path : List.of("/v1", "/api", "/api/", "/")) {
      rig.gateway.update(
          List.of(new UpstreamConfig.Ollama("local", URI.create(ollama.uri() + path))));
      assertThat(rig.get("/api/tags").body()).as(path).contains("llama3.2:1b");
    }
  }

  @Test
  void reachesAnUpstreamThatIsNamedLocalhostOnEitherAddressFamily() {
    URI byName = URI.create("http://localhost:" + ollama.port());
    rig.gateway.update(List.of(new UpstreamConfig.Ollama("local", byName)));
    String request = OpenAiToOllamaTest.chat("llama3.2:1b", "hi", "");
    assertThat(rig.post("/api/chat", request).statusCode()).isEqualTo(200);
  }

  private JsonNode sentBody() {
    return ollama.calls("/api/chat").getLast().body();
  }
}
