// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.testing.ollama.OllamaTestServer;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Embeddings of either dialect, at upstreams of either dialect. */
class EmbeddingsTest {
  private static final String LOCAL = "all-minilm:latest";
  // odd spacing, digits and fields: what passes through must not change
  private static final String CLOUD_ANSWER =
      "{\"object\":\"list\", \"vendor\":1.10,\"data\":["
          + "{\"object\":\"embedding\",\"index\":1,\"embedding\":[0.5,-2,1e-3]},"
          + "{\"object\":\"embedding\",\"index\":0,\"embedding\":[-0.006929283495992422,0.25,3]}],"
          + "\"model\":\"m\",\"usage\":{\"prompt_tokens\":8,\"total_tokens\":8}}";

  private OllamaTestServer ollama;
  private ScriptedOpenAi cloud;
  private Rig rig;

  @BeforeEach
  void start() {
    ollama = OllamaTestServer.start(0).withModel(LOCAL);
    cloud = new ScriptedOpenAi().on("/v1/embeddings", call -> call.json(200, CLOUD_ANSWER));
    rig = Rig.over(new UpstreamConfig.Ollama("local", ollama.uri()), cloud.upstream());
  }

  @AfterEach
  void stop() {
    rig.close();
    cloud.close();
    ollama.close();
  }

  @Test
  void passesTheBytesOfAnOpenAiUpstreamToAnOpenAiClient() {
    String request =
        "{\"model\":\"%s\", \"input\":[[1,2],[3]],\"user\":\"u\",\"encoding_format\":\"base64\"}"
            .formatted(ScriptedOpenAi.MODEL);
    assertThat(ok("/v1/embeddings", request)).isEqualTo(CLOUD_ANSWER);
    assertThat(cloud.calls("/v1/embeddings").getFirst().text()).isEqualTo(request);
  }

  @Test
  void passesTheAnswersOfOllamaToAnOllamaClient() {
    String embed = "{\"model\":\"all-minilm\",\"input\":[\"a\",\"b\"],\"dimensions\":3,\"x\":1}";
    JsonNode answer = Rig.json(ok("/api/embed", embed));
    assertThat(answer.path("embeddings")).hasSize(2);
    assertThat(answer.at("/embeddings/0")).hasSize(3);
    assertThat(answer.has("load_duration")).isTrue();
    JsonNode sent = ollama.calls("/api/embed").getFirst().body();
    assertThat(sent.path("x").asInt()).isEqualTo(1);
    assertThat(sent.path("model").asText()).isEqualTo(LOCAL);

    String legacy = "{\"model\":\"%s\",\"prompt\":\"a\"}".formatted(LOCAL);
    assertThat(Rig.json(ok("/api/embeddings", legacy)).path("embedding")).hasSize(384);
    assertThat(ollama.calls("/api/embeddings")).hasSize(1);
  }

  @Test
  void translatesFromOpenAiToOllama() {
    JsonNode direct = embedded("red cat", "blue dog");
    JsonNode answer = Rig.json(ok("/v1/embeddings", openAi("[\"red cat\",\"blue dog\"]", "")));
    assertThat(answer.path("object").asText()).isEqualTo("list");
    assertThat(answer.path("model").asText()).isEqualTo(LOCAL);
    assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(4);
    assertThat(answer.at("/usage/total_tokens").asInt()).isEqualTo(4);
    for (int i = 0; i < 2; i++) {
      JsonNode entry = answer.path("data").get(i);
      assertThat(entry.path("object").asText()).isEqualTo("embedding");
      assertThat(entry.path("index").asInt()).isEqualTo(i);
      assertSame(entry.path("embedding"), direct.get(i));
    }
  }

  @Test
  void writesBase64AsOpenAisOwnClientsAskForIt() {
    JsonNode direct = embedded("red cat");
    String more = ",\"encoding_format\":\"base64\"";
    String text =
        Rig.json(ok("/v1/embeddings", openAi("\"red cat\"", more)))
            .at("/data/0/embedding")
            .asText();
    ByteBuffer bytes =
        ByteBuffer.wrap(Base64.getDecoder().decode(text)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(bytes.remaining()).isEqualTo(384 * 4);
    for (JsonNode number : direct.get(0)) {
      assertThat(bytes.getFloat()).isEqualTo(number.floatValue());
    }
  }

  @Test
  void handsOllamasOwnSettingsOn() {
    String more =
        ",\"dimensions\":5,\"truncate\":false,\"options\":{\"num_ctx\":512},\"keep_alive\":\"9m\"";
    JsonNode answer = Rig.json(ok("/v1/embeddings", openAi("\"a\"", more)));
    assertThat(answer.at("/data/0/embedding")).hasSize(5);
    assertThat(ollama.calls("/api/embed").getFirst().body())
        .isEqualTo(
            Rig.json(
                "{\"model\":\"%s\",\"input\":[\"a\"],\"dimensions\":5,\"truncate\":false,\"options\":{\"num_ctx\":512},\"keep_alive\":\"9m\"}"
                    .formatted(LOCAL)));
  }

  @Test
  void translatesFromOllamaToOpenAi() {
    String request =
        "{\"model\":\"%s\",\"input\":[\"a\",\"b\"],\"dimensions\":3,\"truncate\":true,\"keep_alive\":5}"
            .formatted(ScriptedOpenAi.MODEL);
    JsonNode answer = Rig.json(ok("/api/embed", request));
    assertThat(answer.path("model").asText()).isEqualTo(ScriptedOpenAi.MODEL);
    assertThat(answer.path("prompt_eval_count").asInt()).isEqualTo(8);
    assertThat(answer.path("total_duration").asLong()).isPositive();
    // in the order of the index, not of the answer
    assertSame(answer.at("/embeddings/0"), Rig.json("[-0.006929283495992422,0.25,3]"));
    assertSame(answer.at("/embeddings/1"), Rig.json("[0.5,-2,0.001]"));
    assertThat(Rig.json(cloud.calls("/v1/embeddings").getFirst().text()))
        .isEqualTo(
            Rig.json(
                "{\"model\":\"%s\",\"input\":[\"a\",\"b\"],\"encoding_format\":\"float\",\"dimensions\":3}"
                    .formatted(ScriptedOpenAi.MODEL)));
  }

  @Test
  void translatesFromTheOlderOllamaFormToOpenAi() {
    cloud.on(
        "/v1/embeddings",
        call ->
            call.json(
                200, "{\"data\":[{\"index\":0,\"embedding\":\"AACAPwAAAMA=\"}],\"usage\":7}"));
    String request = "{\"model\":\"%s\",\"prompt\":\"a\"}".formatted(ScriptedOpenAi.MODEL);
    assertThat(ok("/api/embeddings", request)).isEqualTo("{\"embedding\":[1.0,-2.0]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1,2,3]", "[[1,2],[3]]", "[\"a\",7]", "[]", "{}", "null", "4"})
  void refusesInputThatOllamaCannotTake(String input) {
    HttpResponse<String> answer = rig.post("/v1/embeddings", openAi(input, ""));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(Rig.json(answer.body()).at("/error/param").asText()).isEqualTo("input");
    assertThat(ollama.calls("/api/embed")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{\"data\":[{\"embedding\":[1,2",
        "{\"data\":[{\"embedding\":[1,\"x\"]}]}",
        "{\"data\":[{\"embedding\":\"%%\"}]}",
        "{\"data\":[{\"embedding\":7}]}",
        "{\"data\":[]}",
        "{\"data\":[{\"embedding\":[1]},{\"embedding\":[2]}]}"
      })
  void neverTakesABrokenAnswerForVectors(String broken) {
    cloud.on("/v1/embeddings", call -> call.json(200, broken));
    String request = "{\"model\":\"%s\",\"input\":\"a\"}".formatted(ScriptedOpenAi.MODEL);
    HttpResponse<String> answer = rig.post("/api/embed", request);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(502);
    assertThat(Rig.json(answer.body()).path("error").asText()).contains("cannot be used");
  }

  @Test
  void answersErrorsInTheFormOfTheClient() {
    cloud.on("/v1/embeddings", call -> call.json(400, "{\"error\":{\"message\":\"too long\"}}"));
    String model = ScriptedOpenAi.MODEL;
    HttpResponse<String> ollamaForm =
        rig.post("/api/embed", "{\"model\":\"%s\",\"input\":\"a\"}".formatted(model));
    assertThat(ollamaForm.statusCode()).isEqualTo(400);
    assertThat(Rig.json(ollamaForm.body()).path("error").asText()).contains("too long");
    assertThat(rig.post("/v1/embeddings", openAi("\"a\"", "").replace(LOCAL, "no")).statusCode())
        .isEqualTo(404);
    assertThat(rig.post("/api/embeddings", "{\"prompt\":\"a\"}").body())
        .contains("model is missing");
    assertThat(rig.post("/v1/embeddings", "{\"model\":\"x\",\"api_base\":\"y\"}").statusCode())
        .isEqualTo(400);
  }

  @Test
  void countsTokensAndNamesTheOperation() {
    ok("/v1/embeddings", openAi("\"one two three\"", ""));
    ok(
        "/v1/embeddings",
        "{\"model\":\"%s\",\"input\":[\"a\",\"b\"]}".formatted(ScriptedOpenAi.MODEL));
    var upstreams = rig.settled().upstreams();
    assertThat(List.of(upstreams.getFirst(), upstreams.getLast()))
        .extracting(upstream -> upstream.counters().promptTokens())
        .containsExactly(3L, 8L);
    assertThat(
            rig.metric(
                "gen_ai_server_request_duration_seconds_count{error_type=\"\",gen_ai_operation_name=\"embeddings\""))
        .isEqualTo(2);
  }

  private JsonNode embedded(String... texts) {
    String inputs = "\"" + String.join("\",\"", texts) + "\"";
    return Rig.json(ok("/api/embed", "{\"model\":\"%s\",\"input\":[%s]}".formatted(LOCAL, inputs)))
        .path("embeddings");
  }

  private String ok(String path, String request) {
    HttpResponse<String> answer = rig.post(path, request);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static String openAi(String input, String more) {
    return "{\"model\":\"%s\",\"input\":%s%s}".formatted(LOCAL, input, more);
  }

  private static void assertSame(JsonNode actual, JsonNode expected) {
    assertThat(actual).hasSameSizeAs(expected).isNotEmpty();
    for (int i = 0; i < actual.size(); i++) {
      assertThat(actual.get(i).floatValue()).isCloseTo(expected.get(i).floatValue(), within(0f));
    }
  }
}
