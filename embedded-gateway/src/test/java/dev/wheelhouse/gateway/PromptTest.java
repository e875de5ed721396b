// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static dev.wheelhouse.gateway.ScriptedOpenAi.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.testing.ollama.OllamaTestServer;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Bare prompts: {@code /v1/completions} and {@code /api/generate} at upstreams of either dialect.
 */
class PromptTest {
  private static final String LOCAL = "llama3.2:1b";
  private static final String DONE = "data: [DONE]\n\n";
  private static final String COMPLETION =
      """
      data: {"id":"cmpl-1","object":"text_completion","choices":[{"text":"One","index":0,"logprobs":null,"finish_reason":null}]}

      data: {"id":"cmpl-1","x":1.10,"choices":[{"text":" two","index":0,"finish_reason":"length"}]}

      """;
  private static final String USAGE =
      "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}\n\n";

  private OllamaTestServer ollama;
  private ScriptedOpenAi cloud;
  private Rig rig;

  @BeforeEach
  void start() {
    ollama = OllamaTestServer.start(0).withModel(LOCAL).withModel("qwen3:0.6b");
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
  void passesGenerateToOllamaAsItIs() {
    String request = generate(LOCAL, "hi", ",\"context\":[1,2],\"raw\":true,\"vendor\":1.10");
    HttpResponse<String> answer = rig.post("/api/generate", request);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
    assertThat(Golden.masked(answer.body())).isEqualTo(Golden.file("generate-from-ollama.ndjson"));
    assertThat(sentToOllama()).isEqualTo(Rig.json(request));

    JsonNode whole = Rig.json(ok("/api/generate", generate(LOCAL, "hi", ",\"stream\":false")));
    assertThat(whole.path("response").asText()).isEqualTo("You said: hi");
    assertThat(whole.path("eval_count").asInt()).isEqualTo(3);
    assertThat(rig.settled().upstreams().getFirst().counters().completionTokens()).isEqualTo(6);
  }

  @Test
  void loadsAModelWhenNoPromptIsGiven() {
    JsonNode answer = Rig.json(ok("/api/generate", "{\"model\":\"%s\"}".formatted(LOCAL)));
    assertThat(answer.path("done_reason").asText()).isEqualTo("load");
  }

  @Test
  void passesCompletionsToAnOpenAiUpstreamAsTheyAre() {
    streams("/v1/completions", COMPLETION + USAGE + DONE);
    String request = completion(ScriptedOpenAi.MODEL, "\"hi\"", ",\"stream\":true,\"best_of\":3");
    assertThat(ok("/v1/completions", request)).isEqualTo(COMPLETION + DONE);
    JsonNode sent = Rig.json(cloud.calls("/v1/completions").getFirst().text());
    assertThat(sent.path("best_of").asInt()).isEqualTo(3);
    assertThat(sent.at("/stream_options/include_usage").asBoolean()).isTrue();
    assertThat(rig.settled().upstreams().getLast().counters().completionTokens()).isEqualTo(2);

    String whole =
        "{\"choices\":[{\"text\":\"a\",\"index\":0,\"finish_reason\":\"stop\"}], \"x\":1.0}";
    cloud.on("/v1/completions", call -> call.json(200, whole));
    String asked = completion(ScriptedOpenAi.MODEL, "[1,2]", " ,\"n\":2");
    assertThat(ok("/v1/completions", asked)).isEqualTo(whole);
    assertThat(cloud.calls("/v1/completions").getLast().text()).isEqualTo(asked);
  }

  @Test
  void continuesAPromptOfAnOpenAiClientAtOllama() {
    String more =
        ",\"stream\":true,\"stream_options\":{\"include_usage\":true},\"suffix\":\"}\",\"max_tokens\":9,"
            + "\"temperature\":0.10,\"stop\":\"END\",\"keep_alive\":\"1m\",\"options\":{\"num_ctx\":64}";
    String answer = ok("/v1/completions", completion(LOCAL, "[\"hi\"]", more));
    assertThat(Golden.masked(answer)).isEqualTo(Golden.file("completions-from-ollama.sse"));
    assertThat(sentToOllama())
        .isEqualTo(Rig.json(Golden.file("completions-request-as-ollama.json")));
  }

  @Test
  void answersAPromptOfAnOpenAiClientInOnePiece() {
    String answer = ok("/v1/completions", completion(LOCAL, "\"a \\\"quoted\\\" ü\"", ""));
    assertThat(Golden.masked(answer))
        .isEqualTo(Golden.file("completions-from-ollama.json").strip());
    assertThat(
            rig.metric(
                "gen_ai_server_request_duration_seconds_count{error_type=\"\",gen_ai_operation_name=\"text_completion\""))
        .isEqualTo(1);
  }

  @Test
  void continuesAPromptOfAnOllamaClientAsAChat() {
    cloud.streams(
        event("{\"reasoning_content\":\"hm\"}", "null"),
        event("{\"content\":\"Hello\"}", "null"),
        event("{}", "\"length\""),
        USAGE,
        DONE);
    String more =
        ",\"system\":\"Be brief.\",\"images\":[\"iVBORw0=\"],\"format\":{\"type\":\"object\"},\"think\":\"low\","
            + "\"options\":{\"num_predict\":7,\"temperature\":0.10}";
    String request = generate(ScriptedOpenAi.MODEL, "hi", more);
    assertThat(Golden.masked(ok("/api/generate", request)))
        .isEqualTo(Golden.file("generate-from-openai.ndjson"));
    assertThat(cloud.lastBody())
        .isEqualTo(Rig.json(Golden.file("generate-request-as-openai.json")));
    JsonNode whole =
        Rig.json(ok("/api/generate", generate(ScriptedOpenAi.MODEL, "hi", ",\"stream\":false")));
    assertThat(whole.path("response").asText()).isEqualTo("Hello");
    assertThat(whole.path("thinking").asText()).isEqualTo("hm");
    assertThat(whole.path("done_reason").asText()).isEqualTo("length");
    assertThat(whole.path("eval_count").asInt()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"raw,true", "suffix,'\"}\"'"})
  void continuesARawPromptOfAnOllamaClientAsACompletion(String field, String value) {
    streams("/v1/completions", COMPLETION + USAGE + DONE);
    String more =
        ",\"stream\":false,\"options\":{\"num_predict\":7},\"%s\":%s".formatted(field, value);
    JsonNode whole = Rig.json(ok("/api/generate", generate(ScriptedOpenAi.MODEL, "hi", more)));
    assertThat(whole.path("response").asText()).isEqualTo("One two");
    assertThat(whole.path("done_reason").asText()).isEqualTo("length");
    JsonNode sent = Rig.json(cloud.calls("/v1/completions").getFirst().text());
    assertThat(sent.path("prompt").asText()).isEqualTo("hi");
    assertThat(sent.path("max_tokens").asInt()).isEqualTo(7);
    assertThat(sent.path("suffix").asText("")).isEqualTo(field.equals("suffix") ? "}" : "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "context|[1]|context",
        "template|\"{{.Prompt}}\"|template",
        "prompt|\"\"|prompt",
        "raw|true,\"images\":[\"iVBORw0=\"]|images"
      })
  void namesWhatOnlyOllamaCanDo(String field, String value, String word) {
    String request =
        "{\"model\":\"%s\",\"prompt\":\"hi\",\"%s\":%s}"
            .formatted(ScriptedOpenAi.MODEL, field, value);
    HttpResponse<String> answer = rig.post("/api/generate", request);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(Rig.json(answer.body()).path("error").asText()).contains(word);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prompt|[\"a\",\"b\"]",
        "prompt|[1,2]",
        "prompt|null",
        "prompt|\"\"",
        "n|2",
        "best_of|2",
        "echo|true"
      })
  void namesWhatOllamaCannotDo(String field, String value) {
    String request =
        "{\"model\":\"%s\",\"prompt\":\"hi\",\"%s\":%s}".formatted(LOCAL, field, value);
    HttpResponse<String> answer = rig.post("/v1/completions", request);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(Rig.json(answer.body()).at("/error/param").asText()).isEqualTo(field);
  }

  @Test
  void endsABrokenAnswerWithAnErrorInTheFormOfTheClient() {
    assertThat(
            ok(
                "/v1/completions",
                completion(LOCAL, "\"[[drop-after=2]] a b c\"", ",\"stream\":true")))
        .contains("\"error\":{\"message\":\"Upstream local broke")
        .doesNotContain("[DONE]");
    streams("/v1/completions", COMPLETION.substring(0, COMPLETION.indexOf("\n\n") + 2));
    assertThat(ok("/api/generate", generate(ScriptedOpenAi.MODEL, "hi", ",\"raw\":true")))
        .contains("{\"error\":\"Upstream cloud broke")
        .doesNotContain("\"done\":true");
  }

  private void streams(String path, String text) {
    cloud.on(
        path,
        call -> {
          call.begin(200, "text/event-stream");
          call.write(text);
          call.end();
        });
  }

  private JsonNode sentToOllama() {
    return ollama.calls("/api/generate").getLast().body();
  }

  private String ok(String path, String request) {
    HttpResponse<String> answer = rig.post(path, request);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static String generate(String model, String prompt, String more) {
    return "{\"model\":\"%s\",\"prompt\":\"%s\"%s}".formatted(model, prompt, more);
  }

  private static String completion(String model, String prompt, String more) {
    return "{\"model\":\"%s\",\"prompt\":%s%s}".formatted(model, prompt, more);
  }
}
