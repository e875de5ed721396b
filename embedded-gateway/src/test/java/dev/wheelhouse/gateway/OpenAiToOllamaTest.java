// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.testing.ollama.OllamaTestServer;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An OpenAI client in front of an Ollama upstream. */
class OpenAiToOllamaTest {
  private OllamaTestServer ollama;
  private Rig rig;

  @BeforeEach
  void start() {
    ollama = OllamaTestServer.start(0).withModel("llama3.2:1b").withModel("qwen3:0.6b");
    rig = Rig.over(new UpstreamConfig.Ollama("local", ollama.uri()));
  }

  @AfterEach
  void stop() {
    rig.close();
    ollama.close();
  }

  @Test
  void streamsChunksInTheOrderThatOpenAiDefines() {
    HttpResponse<String> answer =
        rig.post("/v1/chat/completions", chat("llama3.2:1b", "hello", ",\"stream\":true"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/event-stream");
    assertThat(Golden.masked(answer.body())).isEqualTo(Golden.file("openai-from-ollama-text.sse"));
  }

  @Test
  void streamsReasoningToolsAndUsage() {
    String more =
        ",\"stream\":true,\"stream_options\":{\"include_usage\":true},\"reasoning_effort\":\"low\","
            + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":{}}}]";
    String prompt = "[[think=let me see]] [[tool=weather {\\\"city\\\":\\\"Oslo\\\"}]]";
    String answer = rig.post("/v1/chat/completions", chat("qwen3:0.6b", prompt, more)).body();
    assertThat(Golden.masked(answer)).isEqualTo(Golden.file("openai-from-ollama-tools.sse"));
  }

  @Test
  void answersInOnePiece() {
    String answer = rig.post("/v1/chat/completions", chat("llama3.2:1b", "hello", "")).body();
    assertThat(Golden.masked(answer)).isEqualTo(Golden.file("openai-from-ollama-text.json"));
    assertThat(sentBody().path("stream").asBoolean(false)).isTrue();
  }

  @Test
  void answersToolCallsInOnePiece() {
    String tools =
        ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":{}}}]";
    String prompt = "[[tool=weather {\\\"city\\\":\\\"Oslo\\\"}]]";
    JsonNode answer =
        Rig.json(rig.post("/v1/chat/completions", chat("llama3.2:1b", prompt, tools)).body());
    assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
    assertThat(answer.at("/choices/0/message/content").isNull()).isTrue();
    JsonNode function = answer.at("/choices/0/message/tool_calls/0/function");
    assertThat(function.path("arguments").asText()).isEqualTo("{\"city\":\"Oslo\"}");
  }

  @Test
  void translatesTheRequest() {
    String request = Golden.file("openai-request.json");
    HttpResponse<String> answer = rig.post("/v1/chat/completions", request);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(sentBody()).isEqualTo(Rig.json(Golden.file("openai-request-as-ollama.json")));
  }

  @Test
  void translatesEveryResponseFormat() {
    ask(",\"response_format\":{\"type\":\"json_object\"}");
    assertThat(sentBody().path("format").asText()).isEqualTo("json");
    ask(
        ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\","
            + "\"schema\":{\"type\":\"object\"}}}");
    assertThat(sentBody().at("/format/type").asText()).isEqualTo("object");
    ask(",\"response_format\":{\"type\":\"text\"}");
    assertThat(sentBody().has("format")).isFalse();
  }

  @Test
  void offersOnlyTheToolsThatTheChoiceAllows() {
    String tools =
        ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a\"}},"
            + "{\"type\":\"function\",\"function\":{\"name\":\"b\"}}],\"tool_choice\":";
    ask(tools + "\"none\"");
    assertThat(sentBody().has("tools")).isFalse();
    ask(tools + "\"required\"");
    assertThat(sentBody().path("tools")).hasSize(2);
    ask(tools + "{\"type\":\"function\",\"function\":{\"name\":\"b\"}}");
    assertThat(sentBody().path("tools")).hasSize(1);
    assertThat(sentBody().at("/tools/0/function/name").asText()).isEqualTo("b");
  }

  @Test
  void asksForThinkingOnlyWhereTheModelCan() {
    for (List<String> pair :
        List.of(
            List.of("none", "false"),
            List.of("minimal", "low"),
            List.of("medium", "medium"),
            List.of("xhigh", "max"),
            List.of("nonsense", ""))) {
      String more = ",\"reasoning_effort\":\"%s\"".formatted(pair.getFirst());
      rig.post("/v1/chat/completions", chat("qwen3:0.6b", "hi", more));
      assertThat(sentBody().path("think").asText("")).isEqualTo(pair.getLast());
    }
    ask(",\"reasoning_effort\":\"high\"");
    assertThat(sentBody().has("think")).isFalse();
  }

  @Test
  void namesTheFieldThatCannotBeTranslated() {
    assertFault("{\"model\":\"llama3.2:1b\"}", "messages");
    assertFault(chat("llama3.2:1b", "hi", ",\"n\":2"), "n");
    assertFault(
        "{\"model\":\"llama3.2:1b\",\"messages\":[{\"role\":\"robot\",\"content\":\"x\"}]}",
        "messages[0].role");
    assertFault(
        "{\"model\":\"llama3.2:1b\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\","
            + "\"image_url\":{\"url\":\"http://127.0.0.1/secret.png\"}}]}]}",
        "messages");
    assertFault(
        "{\"model\":\"llama3.2:1b\",\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"1\","
            + "\"function\":{\"name\":\"f\",\"arguments\":\"{broken\"}}]}]}",
        "messages");
    assertFault(
        chat("llama3.2:1b", "hi", ",\"response_format\":{\"type\":\"xml\"}"),
        "response_format.type");
    assertFault("{\"messages\":[]}", "model");
    assertThat(ollama.calls("/api/chat")).isEmpty();
  }

  private void assertFault(String request, String parameter) {
    HttpResponse<String> answer = rig.post("/v1/chat/completions", request);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(Rig.json(answer.body()).at("/error/param").asText()).isEqualTo(parameter);
    assertThat(Rig.json(answer.body()).at("/error/type").asText())
        .isEqualTo("invalid_request_error");
  }

  private void ask(String more) {
    HttpResponse<String> answer = rig.post("/v1/chat/completions", chat("llama3.2:1b", "hi", more));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private JsonNode sentBody() {
    return ollama.calls("/api/chat").getLast().body();
  }

  static String chat(String model, String prompt, String more) {
    return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}"
        .formatted(model, prompt, more);
  }
}
