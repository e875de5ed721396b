// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.testing.ollama.OllamaTestServer;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of one model, and which models are loaded. */
class ShowTest {
  private OllamaTestServer first;
  private OllamaTestServer second;
  private ScriptedOpenAi cloud;
  private Rig rig;

  @BeforeEach
  void start() {
    first = OllamaTestServer.start(0).withModel("llama3.2:1b");
    second = OllamaTestServer.start(0).withModel("llama3.2:1b").withModel("gemma3:1b");
    cloud = new ScriptedOpenAi();
    rig =
        Rig.over(
            new UpstreamConfig.Ollama("first", first.uri()),
            new UpstreamConfig.Ollama("second", second.uri()),
            cloud.upstream());
  }

  @AfterEach
  void stop() {
    rig.close();
    cloud.close();
    second.close();
    first.close();
  }

  @Test
  void showsWhatOllamaSaysByEitherNameOfTheField() {
    for (String field : List.of("model", "name")) {
      JsonNode shown = show("{\"%s\":\"second/llama3.2:1b\",\"verbose\":true}".formatted(field));
      assertThat(shown.at("/model_info/llama.context_length").asInt()).isEqualTo(131_072);
      assertThat(shown.path("capabilities")).extracting(JsonNode::asText).contains("tools");
      assertThat(second.calls("/api/show").getLast().body())
          .isEqualTo(Rig.json("{\"verbose\":true,\"model\":\"llama3.2:1b\"}"));
    }
    assertThat(first.calls("/api/show")).isEmpty();
  }

  @Test
  void describesAModelOfAnUpstreamThatIsNoOllama() {
    JsonNode shown = show("{\"model\":\"%s\"}".formatted(ScriptedOpenAi.MODEL));
    assertThat(shown.path("capabilities"))
        .extracting(JsonNode::asText)
        .containsExactly("completion", "tools");
    assertThat(shown.at("/details/family").asText()).isEqualTo("cloud");
    assertThat(shown.path("modified_at").asText()).isEqualTo("1970-01-01T00:00:17Z");
  }

  @Test
  void saysThatAModelIsUnknownOrUnnamed() {
    HttpResponse<String> unknown = rig.post("/api/show", "{\"model\":\"nothing\"}");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(Rig.json(unknown.body()).path("error").asText()).contains("No upstream has");
    assertThat(rig.post("/api/show", "{}").statusCode()).isEqualTo(400);
    assertThat(rig.post("/api/show", "[").statusCode()).isEqualTo(400);
  }

  @Test
  void listsTheLoadedModelsOfEveryUpstreamByTheirNamesHere() {
    assertThat(loaded()).isEmpty();
    rig.post("/api/chat", "{\"model\":\"second/llama3.2:1b\"}");
    rig.post("/api/chat", "{\"model\":\"gemma3:1b\"}");
    rig.post("/api/generate", "{\"model\":\"first/llama3.2:1b\"}");
    assertThat(loaded())
        .containsExactlyInAnyOrder("first/llama3.2:1b", "second/llama3.2:1b", "gemma3:1b");
    JsonNode entry = Rig.json(rig.get("/api/ps").body()).at("/models/0");
    assertThat(entry.path("model").asText()).isEqualTo(entry.path("name").asText());
    assertThat(entry.path("context_length").asInt()).isPositive();
    var head = rig.send(rig.request("/api/ps").HEAD().build());
    assertThat(head.statusCode()).isEqualTo(200);
  }

  @Test
  void listsLoadedModelsThoughAnUpstreamIsDown() {
    rig.post("/api/chat", "{\"model\":\"gemma3:1b\"}");
    rig.gateway.update(
        List.of(
            new UpstreamConfig.Ollama("down", URI.create("http://127.0.0.1:9")),
            new UpstreamConfig.Ollama("second", second.uri())));
    assertThat(loaded()).containsExactly("gemma3:1b");
  }

  private JsonNode show(String request) {
    HttpResponse<String> answer = rig.post("/api/show", request);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Rig.json(answer.body());
  }

  private List<String> loaded() {
    List<String> names = new ArrayList<>();
    Rig.json(rig.get("/api/ps").body())
        .path("models")
        .forEach(entry -> names.add(entry.path("name").asText()));
    return names;
  }
}
