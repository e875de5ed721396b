// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.testing.Wait;
import dev.wheelhouse.testing.ollama.OllamaTestServer;
import dev.wheelhouse.testing.ollama.RecordedCall;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which models there are, what they are called, and changing the upstreams. */
class CatalogueTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private OllamaTestServer first;
  private OllamaTestServer second;
  private ScriptedOpenAi cloud;
  private Rig rig;

  @BeforeEach
  void start() {
    first = OllamaTestServer.start(0).withModel("llama3.2:1b").withModel("llama3.2:latest");
    second = OllamaTestServer.start(0).withModel("llama3.2:1b").withModel("gemma3:1b");
    cloud = new ScriptedOpenAi();
    rig = Rig.over(upstream("first", first), upstream("second", second), cloud.upstream());
  }

  @AfterEach
  void stop() {
    rig.close();
    cloud.close();
    second.close();
    first.close();
  }

  @Test
  void callsModelsAsTheirUpstreamDoesAndPrefixesThoseThatClash() {
    assertThat(ids("/v1/models", "data", "id"))
        .containsExactlyInAnyOrder(
            "first/llama3.2:1b",
            "llama3.2:latest",
            "second/llama3.2:1b",
            "gemma3:1b",
            ScriptedOpenAi.MODEL);
    assertThat(ids("/api/tags", "models", "name")).isEqualTo(ids("/v1/models", "data", "id"));
    assertThat(ids("/api/tags", "models", "model")).isEqualTo(ids("/v1/models", "data", "id"));
  }

  @Test
  void keepsTheUpstreamsOwnEntryInTheTags() {
    JsonNode direct = Rig.json(rig.get("/api/tags").body()).path("models");
    for (JsonNode entry : direct) {
      if (entry.path("name").asText().equals("gemma3:1b")) {
        assertThat(entry.at("/details/parameter_size").asText()).isEqualTo("999.89M");
        assertThat(entry.path("digest").asText()).isNotEmpty();
        return;
      }
    }
    throw new AssertionError("not listed: " + direct);
  }

  @Test
  void findsOneModelByItsRawPath() {
    for (String path : List.of("vendor/large:v1", "vendor%2Flarge%3Av1", "cloud/vendor/large:v1")) {
      JsonNode model = Rig.json(rig.get("/v1/models/" + path).body());
      assertThat(model.path("object").asText()).as(path).isEqualTo("model");
      assertThat(model.path("created").asInt()).isEqualTo(17);
      assertThat(model.path("owned_by").asText()).isEqualTo("vendor");
    }
    assertThat(rig.get("/v1/models/nothing").statusCode()).isEqualTo(404);
  }

  @Test
  void sendsAChatWhereThePrefixSaysElseToTheFirstThatHasTheModel() {
    rig.get("/v1/models"); // both were asked for their models
    chat("llama3.2:1b");
    assertThat(chats(first)).hasSize(1);
    chat("second/llama3.2:1b");
    assertThat(chats(second)).hasSize(1);
    chat("llama3.2");
    assertThat(chats(first).getLast().body().path("model").asText()).isEqualTo("llama3.2:latest");
  }

  @Test
  void findsAModelThatWasPulledAMomentAgo() {
    rig.get("/v1/models");
    second.withModel("qwen3:0.6b");
    String chat = OpenAiToOllamaTest.chat("qwen3:0.6b", "hi", "");
    Wait.until("the new model", () -> rig.post("/api/chat", chat).statusCode() == 200, PATIENCE);
  }

  @Test
  void listsAModelThatWasPulledJustNowForWhoeverAsksForAFreshList() {
    assertThat(rig.get("/v1/models").body()).doesNotContain("qwen3:0.6b");
    second.withModel("qwen3:0.6b");
    assertThat(freshly("/v1/models")).contains("qwen3:0.6b");

    second.withModel("all-minilm:latest");
    assertThat(freshly("/api/tags")).contains("all-minilm:latest");
  }

  @Test
  void whoAsksOftenGetsANewListToo() {
    rig.get("/v1/models");
    second.withModel("qwen3:0.6b");
    Wait.until(
        "the new model", () -> rig.get("/v1/models").body().contains("qwen3:0.6b"), PATIENCE);
  }

  private String freshly(String path) {
    return rig.send(rig.request(path).header("Cache-Control", "no-cache").build()).body();
  }

  @Test
  void swapsUpstreamsWithoutHarmToAStreamUnderWay() throws IOException {
    String prompt = OpenAiToOllamaTest.chat("gemma3:1b", "[[tokens=40]] [[delay=25]]", "");
    try (var body = rig.open("/api/chat", prompt).body()) {
      var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
      assertThat(lines.readLine()).contains("word1");
      rig.gateway.update(List.of(upstream("first", first)));
      assertThat(rig.post("/api/chat", prompt).statusCode()).isEqualTo(404);
      List<String> rest = lines.lines().toList();
      assertThat(rest.getLast()).contains("\"done\":true");
      assertThat(rest).hasSize(40);
    }
    assertThat(rig.metric("wheelhouse_gateway_upstream_up{upstream=\"second\"")).isZero();
  }

  @Test
  void keepsCountersOfAnUpstreamThatDidNotChange() {
    chat("gemma3:1b");
    rig.gateway.update(List.of(cloud.upstream(), upstream("second", second)));
    var kept = rig.settled().upstreams().getLast();
    assertThat(kept.name()).isEqualTo("second");
    assertThat(kept.counters().chats()).isEqualTo(1);
    assertThat(kept.counters().completionTokens()).isEqualTo(3);
    assertThat(kept.models()).contains("gemma3:1b");
  }

  @Test
  void refusesTwoUpstreamsOfOneName() {
    assertThatThrownBy(
            () -> rig.gateway.update(List.of(upstream("x", first), upstream("x", second))))
        .isInstanceOfSatisfying(
            GatewayException.class,
            e -> assertThat(e.kind()).isEqualTo(GatewayException.Kind.DUPLICATE_UPSTREAM));
    assertThat(rig.settled().upstreams()).hasSize(3);
  }

  @Test
  void speaksWithTheVersionOfTheOllamaBehindIt() {
    assertThat(rig.get("/api/version").body())
        .isEqualTo("{\"version\":\"%s\"}".formatted(OllamaTestServer.VERSION));
    rig.gateway.update(List.of());
    assertThat(rig.get("/api/version").body()).startsWith("{\"version\":\"0.");
  }

  @Test
  void answersHeadAsOllamaDoes() {
    for (String path : List.of("/", "/api/tags", "/api/version", "/v1/models", "/healthz")) {
      var answer = rig.send(rig.request(path).HEAD().build());
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      assertThat(answer.body()).isEmpty();
    }
    assertThat(rig.get("/").body()).isEqualTo("Ollama is running");
  }

  private static UpstreamConfig upstream(String name, OllamaTestServer server) {
    return new UpstreamConfig.Ollama(name, server.uri());
  }

  private void chat(String model) {
    String request = OpenAiToOllamaTest.chat(model, "hi", "");
    assertThat(rig.post("/v1/chat/completions", request).statusCode()).isEqualTo(200);
  }

  private static List<RecordedCall> chats(OllamaTestServer server) {
    return server.calls("/api/chat");
  }

  private List<String> ids(String path, String list, String field) {
    List<String> ids = new ArrayList<>();
    Rig.json(rig.get(path).body()).path(list).forEach(e -> ids.add(e.path(field).asText()));
    return ids;
  }
}
