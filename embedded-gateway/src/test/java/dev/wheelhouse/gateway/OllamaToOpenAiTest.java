// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static dev.wheelhouse.gateway.ScriptedOpenAi.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An Ollama client in front of an OpenAI-compatible upstream. */
class OllamaToOpenAiTest {
  private static final String DONE = "data: [DONE]\n\n";
  private static final String USAGE =
      "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":3}}\n\n";
  private static final String[] TOOLS = {
    event("{\"role\":\"assistant\",\"content\":null}", "null"),
    event("{\"reasoning_content\":\"look it up\"}", "null"),
    event(
        "{\"tool_calls\":[{\"index\":0,\"id\":\"call_a\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"\"}}]}",
        "null"),
    event(
        "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"city\\\":\"}}]}", "null"),
    event(
        "{\"tool_calls\":[{\"index\":1,\"id\":\"call_b\",\"type\":\"function\",\"function\":{\"name\":\"time\",\"arguments\":\"{}\"}}]}",
        "null"),
    event(
        "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\\\"Oslo\\\"}\"}}]}", "null"),
    event("{}", "\"tool_calls\""),
    USAGE,
    DONE
  };

  private ScriptedOpenAi cloud;
  private Rig rig;

  @BeforeEach
  void start() {
    cloud = new ScriptedOpenAi();
    rig = Rig.over(cloud.upstream());
  }

  @AfterEach
  void stop() {
    rig.close();
    cloud.close();
  }

  @Test
  void streamsLinesUnlessTheClientSaysNo() {
    cloud.streams(
        event("{\"role\":\"assistant\",\"content\":\"\"}", "null"),
        event("{\"content\":\"Hello\"}", "null"),
        event("{\"content\":\" world\"}", "null"),
        event("{}", "\"length\""),
        USAGE,
        DONE);
    HttpResponse<String> answer = rig.post("/api/chat", chat(""));
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
    assertThat(Golden.masked(answer.body()))
        .isEqualTo(Golden.file("ollama-from-openai-text.ndjson"));
  }

  @Test
  void putsToolCallsTogether() {
    cloud.streams(TOOLS);
    assertThat(Golden.masked(rig.post("/api/chat", chat("")).body()))
        .isEqualTo(Golden.file("ollama-from-openai-tools.ndjson"));
  }

  @Test
  void answersInOnePieceWhenAsked() {
    cloud.streams(TOOLS);
    HttpResponse<String> answer = rig.post("/api/chat", chat(",\"stream\":false"));
    JsonNode body = Rig.json(answer.body());
    assertThat(body.path("done").asBoolean()).isTrue();
    assertThat(body.at("/message/thinking").asText()).isEqualTo("look it up");
    assertThat(body.at("/message/tool_calls/0/function/arguments/city").asText()).isEqualTo("Oslo");
    assertThat(body.at("/message/tool_calls/1/function/name").asText()).isEqualTo("time");
    assertThat(body.path("eval_count").asInt()).isEqualTo(3);
    assertThat(cloud.lastBody().path("stream").asBoolean()).isTrue();
  }

  @Test
  void reportsToolArgumentsThatAreNoJson() {
    cloud.streams(
        event(
            "{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"weather\",\"arguments\":\"{city\"}}]}",
            "null"),
        event("{}", "\"tool_calls\""),
        DONE);
    HttpResponse<String> answer = rig.post("/api/chat", chat(",\"stream\":false"));
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).contains("weather with arguments that are no JSON object");
    assertThat(rig.post("/api/chat", chat("")).body()).contains("{\"error\":\"The model called");
  }

  @Test
  void translatesTheRequest() {
    cloud.streams(event("{\"content\":\"ok\"}", "null"), event("{}", "\"stop\""), DONE);
    String request = Golden.file("ollama-request.json");
    assertThat(rig.post("/api/chat", request).statusCode()).isEqualTo(200);
    assertThat(cloud.lastBody()).isEqualTo(Rig.json(Golden.file("ollama-request-as-openai.json")));
  }

  @Test
  void cannotLoadModelsOfAnUpstreamThatIsNoOllama() {
    HttpResponse<String> answer =
        rig.post("/api/chat", "{\"model\":\"%s\"}".formatted(ScriptedOpenAi.MODEL));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Rig.json(answer.body()).path("error").asText()).contains("cannot load");
  }

  private static String chat(String more) {
    return OpenAiToOllamaTest.chat(ScriptedOpenAi.MODEL, "hi", more);
  }
}
