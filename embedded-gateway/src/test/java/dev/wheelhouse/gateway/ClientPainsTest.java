// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.gateway.ScriptedUpstream.Kind;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What users of other gateways and of Ollama's own compatibility layer complain about, as far as it
 * shows in what clients send and get. Each test is named after the complaint that it rules out.
 */
class ClientPainsTest {
  private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

  private static String recorded(Kind kind, String scenario, String path, String request) {
    try (ScriptedUpstream upstream = new ScriptedUpstream(kind);
        Rig rig = Rig.over(upstream.config())) {
      upstream.answer(Recorded.upstream(kind.lower()).get(scenario));
      HttpResponse<String> answer = rig.post(path, request.replace("MODEL", kind.model));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return answer.body();
    }
  }

  /** The data of every event of a stream. */
  private static List<JsonNode> events(String stream) {
    List<JsonNode> events = new ArrayList<>();
    stream
        .lines()
        .filter(line -> line.startsWith("data: {"))
        .forEach(line -> events.add(Rig.json(line.substring(6))));
    return events;
  }

  // pain 9: BerriAI/litellm#25321, #32357, #33224, #24176, #13373
  @ParameterizedTest
  @CsvSource({
    "OPENAI,thinking-text-tool,1",
    "OLLAMA,thinking-text-tool,1",
    "OPENAI,parallel-tools,2",
    "OLLAMA,parallel-tools,2",
    "OPENAI,mixed-tools,2",
    "GEMINI,parallel-tools,2"
  })
  void pain9TranslationForClaudeCodeLosesNoArgumentsAndMixesNoBlocks(
      Kind kind, String scenario, int calls) {
    String request = "{\"model\":\"MODEL\",\"max_tokens\":99,\"stream\":true," + HI + "}";
    List<JsonNode> events = events(recorded(kind, scenario, "/v1/messages", request));
    assertThat(events.stream().filter(e -> type(e).equals("message_start"))).hasSize(1);
    Map<String, String> takes =
        Map.of("text", "text_delta", "thinking", "thinking_delta", "tool_use", "input_json_delta");
    List<String> arguments = new ArrayList<>();
    String open = "";
    for (JsonNode event : events) {
      switch (type(event)) {
        case "content_block_start" -> {
          assertThat(open).as("the block before has ended").isEmpty();
          open = event.at("/content_block/type").asText();
          if (open.equals("tool_use")) {
            arguments.add("");
          }
        }
        case "content_block_delta" -> {
          assertThat(event.at("/delta/type").asText()).isEqualTo(takes.get(open));
          if (open.equals("tool_use")) {
            arguments.add(arguments.removeLast() + event.at("/delta/partial_json").asText());
          }
        }
        case "content_block_stop" -> open = "";
        default -> {}
      }
    }
    assertThat(arguments)
        .hasSize(calls)
        .allSatisfy(text -> assertThat(Rig.json(text)).isNotEmpty());
  }

  private static String type(JsonNode event) {
    return event.path("type").asText();
  }

  // pain 13: ollama/ollama#2963, #3839, #17889, #5902
  @ParameterizedTest
  @ValueSource(
      strings = {"/v1/chat/completions", "/v1/responses", "/v1/messages", "/v1/completions"})
  void pain13ContextLengthReachesOllamaFromEveryDialect(String path) {
    try (ScriptedUpstream ollama = new ScriptedUpstream(Kind.OLLAMA);
        Rig rig = Rig.over(ollama.config())) {
      ollama.answer(Recorded.upstream("ollama").get("text"));
      String request =
          "{\"model\":\"%s\",\"max_tokens\":99,\"input\":\"Hi\",\"prompt\":\"Hi\",%s,\"options\":{\"num_ctx\":32768},\"keep_alive\":\"5m\"}";
      // a prompt is a stored one in the Responses API
      String given = path.endsWith("responses") ? request.replace("\"prompt\"", "\"x\"") : request;
      assertThat(rig.post(path, given.formatted(Kind.OLLAMA.model, HI)).statusCode())
          .isEqualTo(200);
      JsonNode sent = Rig.json(ollama.lastChat().text());
      assertThat(ollama.lastChat().path()).startsWith("/api/");
      assertThat(sent.at("/options/num_ctx").asInt()).isEqualTo(32768);
      assertThat(sent.path("keep_alive").asText()).isEqualTo("5m");
      // the model's own defaults stay: Ollama's /v1 sets both to 1
      assertThat(sent.path("options").has("temperature")).isFalse();
      assertThat(sent.path("options").has("top_p")).isFalse();
    }
  }

  // pain 14: ollama/ollama#9092, #9632, #12557, #5796
  @ParameterizedTest
  @ValueSource(strings = {"thinking-text-tool", "parallel-tools", "tool-without-arguments"})
  void pain14ToolsOfOllamaStreamWithTheTextBeforeThem(String scenario) {
    String tools =
        "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"get_weather\",\"parameters\":{\"type\":\"object\"}}}]";
    String request = "{\"model\":\"MODEL\",\"stream\":true,%s,%s}".formatted(HI, tools);
    StringBuilder text = new StringBuilder();
    Map<Integer, String> names = new TreeMap<>();
    Map<Integer, String> arguments = new TreeMap<>();
    String finish = "";
    for (JsonNode chunk :
        events(recorded(Kind.OLLAMA, scenario, "/v1/chat/completions", request))) {
      JsonNode choice = chunk.at("/choices/0");
      text.append(choice.at("/delta/content").asText(""));
      for (JsonNode call : choice.at("/delta/tool_calls")) {
        int index = call.path("index").asInt(-1);
        names.merge(index, call.at("/function/name").asText(""), String::concat);
        arguments.merge(index, call.at("/function/arguments").asText(""), String::concat);
      }
      finish = choice.hasNonNull("finish_reason") ? choice.path("finish_reason").asText() : finish;
    }
    assertThat(finish).isEqualTo("tool_calls");
    assertThat(text.toString()).isEqualTo(scenario.contains("text") ? "I will look." : "");
    assertThat(names.values())
        .containsExactlyElementsOf(
            switch (scenario) {
              case "parallel-tools" -> List.of("get_weather", "get_time");
              case "tool-without-arguments" -> List.of("get_time");
              default -> List.of("get_weather");
            });
    assertThat(arguments.values())
        .allSatisfy(json -> assertThat(Rig.json(json).isObject()).isTrue());
  }

  // pain 17: ollama/ollama#2308, #3016, #6489, #1686
  @ParameterizedTest
  @ValueSource(strings = {"/v1/responses", "/v1/messages", "/api/chat", "/api/pull"})
  void pain17ARefusedWebPageIsToldWhy(String path) {
    try (ScriptedUpstream upstream = new ScriptedUpstream(Kind.OLLAMA);
        Rig rig = Rig.over(upstream.config())) {
      upstream.answer(Recorded.upstream("ollama").get("text"));
      String request = "{\"model\":\"qwen3:8b\",\"max_tokens\":9,\"input\":\"Hi\"," + HI + "}";
      HttpResponse<String> refused =
          rig.send(rig.posting(path, request).header("Origin", "https://other.example").build());
      assertThat(refused.statusCode()).isEqualTo(403);
      JsonNode error = Rig.json(refused.body()).path("error");
      assertThat(error.isTextual() ? error.asText() : error.path("message").asText())
          .contains("https://other.example", "may not call this gateway");
      HttpRequest preflight =
          HttpRequest.newBuilder(rig.uri(path))
              .header("Origin", Rig.PAGE)
              .header("Access-Control-Request-Method", "POST")
              .method("OPTIONS", BodyPublishers.noBody())
              .build();
      HttpResponse<String> listed = rig.send(preflight);
      assertThat(listed.statusCode()).isEqualTo(204);
      assertThat(listed.headers().firstValue("Access-Control-Allow-Origin")).contains(Rig.PAGE);
    }
  }

  // pain 23: BerriAI/litellm#20021
  @ParameterizedTest
  @EnumSource(Kind.class)
  void pain23AFeatureUnderTrialThatIsNewBreaksNothing(Kind kind) {
    try (ScriptedUpstream upstream = new ScriptedUpstream(kind);
        Rig rig = Rig.over(upstream.config())) {
      upstream.answer(Recorded.upstream(kind.lower()).get("text"));
      HttpRequest request =
          rig.posting(
                  "/v1/messages?beta=true",
                  "{\"model\":\"%s\",\"max_tokens\":99,\"stream\":true,%s,\"field_of_2031\":{\"a\":1}}"
                      .formatted(kind.model, HI))
              .header("anthropic-beta", "made-up-2031-01-01")
              .build();
      HttpResponse<String> answer = rig.send(request);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body()).contains("message_stop");
      // only Anthropic can know it
      assertThat(upstream.lastChat().headers().first("anthropic-beta"))
          .isEqualTo(kind == Kind.ANTHROPIC ? Optional.of("made-up-2031-01-01") : Optional.empty());
      assertThat(upstream.lastChat().text().contains("field_of_2031"))
          .isEqualTo(kind == Kind.ANTHROPIC);
    }
  }
}
