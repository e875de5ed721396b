// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.gateway.secret.Secret;
import dev.wheelhouse.testing.http.HttpRequest;
import dev.wheelhouse.testing.http.WatchedHttpServer;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Anthropic as an upstream: what it is sent. What it answers is a matter of the conformance suite.
 */
class AnthropicProviderTest {
  private static final Map<String, Recorded> ANSWERS = Recorded.upstream("anthropic");

  private ScriptedUpstream claude;
  private Rig rig;

  @BeforeEach
  void start() {
    claude = new ScriptedUpstream(ScriptedUpstream.Kind.ANTHROPIC);
    claude.answer(ANSWERS.get("text"));
    rig = Rig.over(claude.config());
  }

  @AfterEach
  void stop() {
    rig.close();
    claude.close();
  }

  @Test
  void translatesTheRequestOfAnOpenAiClient() {
    ok("/v1/chat/completions", Golden.file("openai-tools-request.json"));
    assertThat(claude.lastChat().path()).isEqualTo("/v1/messages");
    assertThat(sent()).isEqualTo(Rig.json(Golden.file("openai-tools-request-as-anthropic.json")));
  }

  @Test
  void translatesTheRequestOfAnOllamaClient() {
    ok(
        "/api/generate",
        "{\"model\":\"claude-sonnet-5\",\"system\":\"Be brief.\",\"prompt\":\"hi\",\"images\":[\"/9j/4A==\"],\"options\":{\"num_predict\":9,\"stop\":[\" \",\"END\"]}}");
    assertThat(sent())
        .isEqualTo(
            Rig.json(
                """
                {"model":"claude-sonnet-5","stream":true,"max_tokens":9,
                 "system":[{"type":"text","text":"Be brief."}],
                 "messages":[{"role":"user","content":[{"type":"text","text":"hi"},
                   {"type":"image","source":{"type":"base64","media_type":"image/jpeg","data":"/9j/4A=="}}]}],
                 "stop_sequences":["END"]}
                """));
  }

  @Test
  void passesTheRequestOfAnAnthropicClientAsItIs() {
    String request =
        "{\"model\":\"claude-sonnet-5\", \"max_tokens\":9,\"stream\":true,\"vendor\":1.10,\"messages\":[{\"role\":\"user\",\"content\":\"x\",\"cache_control\":{\"type\":\"ephemeral\"}}]}";
    rig.send(
        rig.posting("/v1/messages?beta=true", request)
            .header("anthropic-version", "2030-01-01")
            .header("anthropic-beta", "made-up-2031-01-01,other-2031-02-02")
            .header("Cookie", "session=1")
            .build());
    HttpRequest got = claude.lastChat();
    assertThat(got.text()).isEqualTo(request);
    assertThat(got.headers().first("anthropic-version")).hasValue("2030-01-01");
    assertThat(got.headers().first("anthropic-beta"))
        .hasValue("made-up-2031-01-01,other-2031-02-02");
    assertThat(got.headers().first("cookie")).isEmpty();
    assertThat(got.headers().first("x-api-key")).hasValue(ScriptedUpstream.KEY.reveal());
    assertThat(got.headers().first("authorization")).isEmpty();
    ok("/v1/messages", request.replace("claude-sonnet-5", "up/claude-sonnet-5"));
    assertThat(sent().path("model").asText()).isEqualTo("claude-sonnet-5");
    assertThat(claude.lastChat().text()).contains("\"vendor\":1.10");
    assertThat(claude.lastChat().headers().first("anthropic-version")).hasValue("2023-06-01");
    assertThat(claude.lastChat().headers().first("anthropic-beta")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // model | temperature, top_p | thinking | most tokens
        "claude-3-haiku-20240307|temperature|enabled|4096",
        "claude-3-5-sonnet-20241022|temperature|enabled|8192",
        "claude-3-7-sonnet-20250219|temperature|enabled|32000",
        "claude-sonnet-4-20250514|temperature|enabled|32000",
        "claude-opus-4-5-20251101|temperature|enabled|32000",
        "claude-opus-4-6|temperature|adaptive|32000",
        "claude-opus-4-7||adaptive|32000",
        "claude-sonnet-5||adaptive|32000",
        "glm-5|temperature,top_p|enabled|8192"
      })
  void givesEachGenerationWhatItTakes(String model, String sampling, String thinking, int most) {
    rig.gateway.update(
        List.of(
            new UpstreamConfig.Anthropic(
                "up",
                ((UpstreamConfig.Anthropic) claude.config()).baseUri(),
                Secret.none(),
                List.of(model))));
    ok("/v1/chat/completions", chat(model, ",\"temperature\":1.5,\"top_p\":0.5"));
    String set = sampling == null ? "" : sampling;
    assertThat(sent().has("temperature")).isEqualTo(set.contains("temperature"));
    assertThat(sent().has("top_p")).isEqualTo(set.contains("top_p"));
    assertThat(sent().path("temperature").asDouble(1)).isEqualTo(1); // other dialects go up to 2
    assertThat(sent().path("max_tokens").asInt()).isEqualTo(most);
    ok("/v1/chat/completions", chat(model, ",\"reasoning_effort\":\"low\",\"temperature\":0.5"));
    assertThat(sent().at("/thinking/type").asText()).isEqualTo(thinking);
    assertThat(sent().has("temperature")).isFalse();
    assertThat(sent().at("/output_config/effort").asText(""))
        .isEqualTo(thinking.equals("adaptive") ? "low" : "");
    ok("/v1/chat/completions", chat(model, ",\"reasoning_effort\":\"low\",\"max_tokens\":100"));
    assertThat(sent().has("thinking")).isEqualTo(thinking.equals("adaptive"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"auto\"|",
        "\"none\"|{\"type\":\"none\"}",
        "\"required\"|{\"type\":\"any\"}",
        "{\"type\":\"function\",\"function\":{\"name\":\"a\"}}|{\"type\":\"tool\",\"name\":\"a\"}"
      })
  void choosesToolsAsTheClientWants(String choice, String written) {
    String tools =
        ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a\"}}],\"reasoning_effort\":\"low\",\"tool_choice\":";
    ok("/v1/chat/completions", chat("claude-sonnet-5", tools + choice));
    assertThat(sent().path("tool_choice").toString()).isEqualTo(written == null ? "" : written);
    assertThat(sent().at("/tools/0/input_schema/type").asText()).isEqualTo("object");
    boolean forced = choice.contains("required") || choice.contains("function");
    assertThat(sent().has("thinking")).isEqualTo(!forced);
  }

  @Test
  void asksForJson() {
    ok(
        "/v1/chat/completions",
        chat("claude-sonnet-5", ",\"response_format\":{\"type\":\"json_object\"}"));
    assertThat(sent().at("/system/0/text").asText()).contains("JSON object");
    String schema =
        ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"schema\":{\"type\":\"object\"}}}";
    ok("/v1/chat/completions", chat("claude-sonnet-5", schema));
    assertThat(sent().at("/output_config/format").toString())
        .isEqualTo("{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\"}}");
  }

  @Test
  void letsAnthropicCountTokens() {
    claude.answer(call -> call.json(200, "{\"input_tokens\":2095,\"x\":1}"));
    String request = "{\"model\":\"up/claude-sonnet-5\",\"messages\":[]}";
    assertThat(ok("/v1/messages/count_tokens", request)).isEqualTo("{\"input_tokens\":2095}");
    assertThat(claude.lastChat().path()).isEqualTo("/v1/messages/count_tokens");
    assertThat(sent().path("model").asText()).isEqualTo("claude-sonnet-5");
  }

  @Test
  void refusesWhatAnthropicDoesNotOffer() {
    HttpResponse<String> vectors =
        rig.post("/v1/embeddings", "{\"model\":\"claude-sonnet-5\",\"input\":\"x\"}");
    assertThat(vectors.statusCode()).isEqualTo(400);
    assertThat(vectors.body()).contains("offers no embeddings");
    String gap = "{\"model\":\"claude-sonnet-5\",\"prompt\":\"x\",\"suffix\":\"y\"}";
    assertThat(rig.post("/v1/completions", gap).statusCode()).isEqualTo(400);
    assertThat(claude.chats()).isZero();
  }

  @Test
  void repeatsAnAnswerThatWasOverloadedBeforeItsFirstToken() {
    claude.answer(call -> {
      Recorded next = ANSWERS.get(claude.chats() == 1 ? "error-before-first-token" : "text");
      call.begin(200, next.contentType());
      call.write(next.body());
      call.end();
    });
    assertThat(ok("/v1/chat/completions", chat("claude-sonnet-5", ""))).contains("Hello");
    assertThat(claude.chats()).isEqualTo(2);
  }

  @Test
  void endsAStreamForTheClientThatTheUpstreamEndsWithoutTheMark() {
    Recorded text = ANSWERS.get("text");
    int mark = text.body().indexOf("event: message_stop");
    claude.answer(new Recorded(200, text.contentType(), false, text.body().substring(0, mark)));
    String request = "{\"model\":\"claude-sonnet-5\",\"stream\":true,\"messages\":[]}";
    assertThat(ok("/v1/messages", request))
        .endsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/v1", "/v1/", "/api/anthropic"})
  void takesTheAddressAsAnthropicsClientsDo(String path) {
    String below = path.startsWith("/api") ? "/api/anthropic" : "";
    try (WatchedHttpServer server =
            WatchedHttpServer.onPort(
                0,
                call -> {
                  boolean right =
                      call.request().path().equals(below + "/v1/models")
                          && call.request().query().equals(Map.of("limit", "1000"))
                          && call.request().headers().first("anthropic-version").isPresent();
                  call.json(
                      right ? 200 : 404,
                      "{\"data\":[{\"id\":\"claude-x\",\"created_at\":\"2026-02-19T00:00:00Z\"}]}");
                });
        Rig over =
            Rig.over(
                new UpstreamConfig.Anthropic(
                    "up", URI.create(server.uri() + path), Secret.none()))) {
      JsonNode model = Rig.json(over.get("/v1/models").body()).at("/data/0");
      assertThat(model.path("id").asText()).isEqualTo("claude-x");
      assertThat(model.path("owned_by").asText()).isEqualTo("anthropic");
      assertThat(model.path("created").asLong()).isEqualTo(1771459200L);
      assertThat(over.settled().upstreams().getFirst().family()).isEqualTo("anthropic");
    }
  }

  private String ok(String path, String request) {
    HttpResponse<String> answer = rig.post(path, request);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private JsonNode sent() {
    return Rig.json(claude.lastChat().text());
  }

  private static String chat(String model, String more) {
    return OpenAiToOllamaTest.chat(model, "hi", more);
  }
}
