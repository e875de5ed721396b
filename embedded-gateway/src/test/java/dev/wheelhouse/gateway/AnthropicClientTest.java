// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static dev.wheelhouse.gateway.ScriptedOpenAi.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.testing.ollama.OllamaTestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Anthropic's clients in front of upstreams that speak other dialects. */
class AnthropicClientTest {
  private static final String DONE = "data: [DONE]\n\n";

  private OllamaTestServer ollama;
  private ScriptedOpenAi cloud;
  private Rig rig;

  @BeforeEach
  void start() {
    ollama = OllamaTestServer.start(0).withModel("llama3.2:1b").withModel("qwen3:0.6b");
    cloud = new ScriptedOpenAi();
    rig = Rig.over(new UpstreamConfig.Ollama("local", ollama.uri()), cloud.upstream());
  }

  @AfterEach
  void stop() {
    rig.close();
    cloud.close();
    ollama.close();
  }

  @Test
  void translatesTheRequestForOllama() {
    ok(Golden.file("anthropic-request.json").replace("MODEL", "qwen3:0.6b"));
    assertThat(sentToOllama()).isEqualTo(Rig.json(Golden.file("anthropic-request-as-ollama.json")));
  }

  @Test
  void translatesTheRequestForAnOpenAiUpstream() {
    cloud.streams(event("{\"content\":\"ok\"}", "null"), event("{}", "\"stop\""), DONE);
    ok(Golden.file("anthropic-request.json").replace("MODEL", ScriptedOpenAi.MODEL));
    assertThat(cloud.lastBody())
        .isEqualTo(Rig.json(Golden.file("anthropic-request-as-openai.json")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"thinking\":{\"type\":\"disabled\"}|false",
        "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2048}|true",
        "\"thinking\":{\"type\":\"adaptive\"}|true",
        "\"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"medium\"}|medium",
        "\"output_config\":{\"effort\":\"xhigh\"}|max",
        "\"output_config\":{\"effort\":\"nonsense\"}|",
        "\"metadata\":{}|"
      })
  void thinksAsTheClientWants(String field, String think) {
    ok(message("qwen3:0.6b", "hi", "," + field));
    assertThat(sentToOllama().path("think").asText("")).isEqualTo(think == null ? "" : think);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"auto\"}|",
        "{\"type\":\"any\"}|required",
        "{\"type\":\"none\"}|none",
        "{\"type\":\"tool\",\"name\":\"a\"}|{\"type\":\"function\",\"function\":{\"name\":\"a\"}}"
      })
  void choosesToolsAsTheClientWants(String choice, String written) {
    cloud.streams(event("{\"content\":\"ok\"}", "null"), event("{}", "\"stop\""), DONE);
    String tools = ",\"tools\":[{\"name\":\"a\",\"input_schema\":{}}],\"tool_choice\":" + choice;
    ok(message(ScriptedOpenAi.MODEL, "hi", tools));
    JsonNode sent = cloud.lastBody().path("tool_choice");
    String actual = sent.isTextual() ? sent.asText() : sent.toString();
    assertThat(actual).isEqualTo(written == null ? "" : written);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"messages\":[]|messages",
        "\"messages\":[{\"role\":\"robot\",\"content\":\"x\"}]|role must be user",
        "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"hologram\"}]}]|hologram",
        "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"file\"}}]}]|base64",
        "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"http://127.0.0.1/x\"}}]}]|fetches none",
        "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"document\",\"source\":{\"type\":\"base64\"}}]}]|as text only",
        "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"content\":[{\"type\":\"document\"}]}]}]|results of tools",
        "\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}]|web_search runs at Anthropic"
      })
  void saysWhatCannotBeTranslated(String field, String words) {
    String request =
        "{\"model\":\"llama3.2:1b\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],%s}"
            .formatted(field);
    HttpResponse<String> answer = rig.post("/v1/messages", request);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    JsonNode body = Rig.json(answer.body());
    assertThat(body.path("type").asText()).isEqualTo("error");
    assertThat(body.at("/error/type").asText()).isEqualTo("invalid_request_error");
    assertThat(body.at("/error/message").asText()).contains(words);
    assertThat(body.path("request_id").asText()).startsWith("req_");
    assertThat(ollama.calls("/api/chat")).isEmpty();
  }

  @Test
  void takesTheTokenWhereAnthropicsClientsPutItAndIgnoresTheirFlags() {
    String body =
        message("llama3.2:1b", "hi", ",\"metadata\":{\"user_id\":\"u\"},\"betas\":[\"x\"]");
    HttpRequest request =
        HttpRequest.newBuilder(rig.uri("/v1/messages?beta=true"))
            .header("x-api-key", Rig.TOKEN.reveal())
            .header("anthropic-version", "2023-06-01")
            .header("anthropic-beta", "made-up-flag-2031-01-01")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    assertThat(rig.send(request).statusCode()).isEqualTo(200);
    assertThat(ollama.calls("/api/chat").getFirst().headers().first("anthropic-beta")).isEmpty();
    HttpRequest wrong =
        HttpRequest.newBuilder(rig.uri("/v1/messages"))
            .header("x-api-key", "wrong")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> refused = rig.send(wrong);
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(Rig.json(refused.body()).at("/error/type").asText())
        .isEqualTo("authentication_error");
  }

  @ParameterizedTest
  @CsvSource({"true, 200", "false, 502"})
  void reportsToolArgumentsThatAreNoJson(boolean stream, int status) {
    String call =
        "{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":[\"}}]}";
    cloud.streams(event(call, "null"), event("{}", "\"tool_calls\""), DONE);
    HttpResponse<String> answer =
        rig.post("/v1/messages", message(ScriptedOpenAi.MODEL, "hi", ",\"stream\":" + stream));
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body())
        .contains("\"type\":\"api_error\"", "arguments that are no JSON object")
        .doesNotContain("message_stop");
  }

  @Test
  void letsAnAnswerEndInsideAToolCallWhenItWasCutForItsLength() {
    String call =
        "{\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":\"}}]}";
    cloud.streams(event(call, "null"), event("{}", "\"length\""), DONE);
    String answer =
        rig.post("/v1/messages", message(ScriptedOpenAi.MODEL, "hi", ",\"stream\":true")).body();
    assertThat(Golden.masked(answer))
        .contains("\"id\":\"toolu_ID\"", "\"stop_reason\":\"max_tokens\"", "message_stop");
  }

  @Test
  void pingsWhileTheModelLoads() {
    try (Rig patient =
        Rig.over(
            Rig.limits(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofMillis(100)),
            new UpstreamConfig.Ollama("local", ollama.uri()))) {
      String answer =
          patient
              .post("/v1/messages", message("llama3.2:1b", "[[load=600]] hi", ",\"stream\":true"))
              .body();
      assertThat(answer).startsWith("event: ping\ndata: {\"type\":\"ping\"}\n\n").endsWith("}\n\n");
      assertThat(answer.indexOf("event: message_start")).isPositive();
    }
  }

  @Test
  void guessesTokensWithoutAskingTheUpstream() {
    String text = "word ".repeat(400);
    String body =
        message("llama3.2:1b", text, ",\"system\":[{\"type\":\"text\",\"text\":\"abcd\"}]");
    HttpResponse<String> answer = rig.post("/v1/messages/count_tokens", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"input_tokens\":509}");
    assertThat(ollama.calls("/api/chat")).isEmpty();
    HttpResponse<String> unknown =
        rig.post("/v1/messages/count_tokens", message("nothing", "x", ""));
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(Rig.json(unknown.body()).at("/error/type").asText()).isEqualTo("not_found_error");
  }

  @Test
  void listsModelsForAnthropicsClients() {
    HttpResponse<String> answer =
        rig.send(rig.request("/v1/models").header("anthropic-version", "2023-06-01").build());
    JsonNode list = Rig.json(answer.body());
    assertThat(list.path("has_more").asBoolean(true)).isFalse();
    assertThat(list.path("last_id").asText()).isEqualTo(ScriptedOpenAi.MODEL);
    assertThat(list.at("/data/0/type").asText()).isEqualTo("model");
    assertThat(list.at("/data/0/display_name").asText()).isEqualTo(list.path("first_id").asText());
    assertThat(Rig.json(rig.get("/v1/models").body()).has("has_more")).isFalse();
  }

  private void ok(String request) {
    HttpResponse<String> answer = rig.post("/v1/messages", request);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private JsonNode sentToOllama() {
    return ollama.calls("/api/chat").getLast().body();
  }

  private static String message(String model, String prompt, String more) {
    return "{\"model\":\"%s\",\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}"
        .formatted(model, prompt, more);
  }
}
