// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What clients of OpenAI's Responses API ask, and what it becomes. Answers: ConformanceTest. */
class ResponsesTest {
  private static final String PATH = "/v1/responses";

  private ScriptedUpstream upstream = new ScriptedUpstream(ScriptedUpstream.Kind.OPENAI);
  private Rig rig = Rig.over(upstream.config());

  @AfterEach
  void stop() {
    rig.close();
    upstream.close();
  }

  private void use(ScriptedUpstream.Kind kind) {
    stop();
    upstream = new ScriptedUpstream(kind);
    rig = Rig.over(upstream.config());
  }

  private JsonNode ask(String fields) {
    return send("{\"model\":\"gpt-5-mini\",\"input\":\"Hi\"" + fields + "}");
  }

  private JsonNode send(String request) {
    upstream.answer(Recorded.upstream(upstream.kind().lower()).get("text"));
    HttpResponse<String> answer = rig.post(PATH, request);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Rig.json(answer.body());
  }

  private JsonNode sent() {
    return Rig.json(upstream.lastChat().text());
  }

  @ParameterizedTest
  @EnumSource(
      value = ScriptedUpstream.Kind.class,
      names = {"OPENAI", "OLLAMA", "ANTHROPIC"})
  void writesTheRequestAnewForEveryUpstream(ScriptedUpstream.Kind kind) {
    use(kind);
    send(Golden.file("responses-request.json").replace("MODEL", kind.model));
    String expected = "responses-request-as-%s.json".formatted(kind.lower());
    assertThat(sent()).isEqualTo(Rig.json(Golden.file(expected)));
  }

  @Test
  void takesATextAsInput() {
    ask("");
    assertThat(sent().path("messages").toString())
        .isEqualTo("[{\"role\":\"user\",\"content\":\"Hi\"}]");
  }

  @Test
  void repeatsWhatWasAskedForAndSaysThatNothingIsStored() {
    JsonNode answer = send(Golden.file("responses-request.json").replace("MODEL", "gpt-5-mini"));
    assertThat(answer.path("store").asBoolean(true)).isFalse();
    assertThat(answer.path("metadata").toString()).isEqualTo("{\"topic\":\"travel\"}");
    assertThat(answer.path("instructions").asText()).isEqualTo("Be brief.");
    assertThat(answer.path("max_output_tokens").asInt()).isEqualTo(500);
    assertThat(answer.path("temperature").asDouble()).isEqualTo(0.2);
    assertThat(answer.path("parallel_tool_calls").asBoolean(true)).isFalse();
    assertThat(answer.at("/text/format/name").asText()).isEqualTo("place");
    assertThat(answer.path("previous_response_id").isNull()).isTrue();
  }

  @Test
  void listsOnlyTheToolsThatTheModelWasOffered() {
    JsonNode answer =
        ask(
            ",\"tools\":[{\"type\":\"web_search\"},{\"type\":\"function\",\"name\":\"a\",\"parameters\":{}}]");
    assertThat(answer.path("tools").findValuesAsText("type")).isEqualTo(List.of("function"));
    assertThat(sent().path("tools").size()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"auto\"|",
        "\"required\"|required",
        "\"none\"|none",
        "{\"type\":\"function\",\"name\":\"a\"}|{\"type\":\"function\",\"function\":{\"name\":\"a\"}}",
        "{\"type\":\"allowed_tools\",\"mode\":\"required\",\"tools\":[{\"type\":\"function\",\"name\":\"b\"}]}|required"
      })
  void choosesToolsAsTheClientWants(String choice, String written) {
    ask(
        ",\"tools\":[{\"type\":\"function\",\"name\":\"a\"},{\"type\":\"function\",\"name\":\"b\"}],\"tool_choice\":"
            + choice);
    JsonNode sent = sent().path("tool_choice");
    String actual = sent.isTextual() ? sent.asText() : sent.toString();
    assertThat(actual).isEqualTo(written == null ? "" : written);
    assertThat(sent().path("tools").size()).isEqualTo(choice.contains("allowed_tools") ? 1 : 2);
  }

  @ParameterizedTest
  @CsvSource({"none,false", "minimal,low", "medium,medium", "high,high", "xhigh,max", "odd,''"})
  void thinksAsTheClientWants(String effort, String think) {
    use(ScriptedUpstream.Kind.OLLAMA);
    send(
        "{\"model\":\"qwen3:8b\",\"input\":\"Hi\",\"reasoning\":{\"effort\":\"%s\",\"summary\":\"auto\"}}"
            .formatted(effort));
    assertThat(sent().path("think").asText("")).isEqualTo(think);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"previous_response_id\":\"resp_1\"|previous_response_id|whole conversation in input",
        "\"conversation\":{\"id\":\"conv_1\"}|conversation|whole conversation in input",
        "\"background\":true|background|best as a stream",
        "\"prompt\":{\"id\":\"pmpt_1\"}|prompt|keeps no prompts",
        "\"input\":[]|input|with an entry",
        "\"input\":[{\"type\":\"item_reference\",\"id\":\"msg_1\"}]|input[0]|\"store\": false",
        "\"input\":[{\"type\":\"computer_call\"}]|input[0].type|computer_call",
        "\"input\":[{\"role\":\"robot\",\"content\":\"x\"}]|input[0].role|must be system",
        "\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_file\",\"file_id\":\"f\"}]}]|input[0].content|input_file",
        "\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"file_id\":\"f\"}]}]|input[0].content|keeps no files",
        "\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"image_url\":\"data:image/png,x\"}]}]|input[0].content|must be base64",
        "\"tools\":[{\"type\":\"function\"}]|tools|needs a name",
        "\"tool_choice\":{\"type\":\"file_search\"}|tool_choice|file_search",
        "\"text\":{\"format\":{\"type\":\"json_schema\"}}|text.format.schema|schema is missing",
        "\"text\":{\"format\":{\"type\":\"grammar\"}}|text.format.type|must be text"
      })
  void saysWhatItCannotDo(String field, String parameter, String words) {
    String input = field.contains("\"input\"") ? "" : ",\"input\":\"Hi\"";
    HttpResponse<String> answer =
        rig.post(PATH, "{\"model\":\"gpt-5-mini\"%s,%s}".formatted(input, field));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    JsonNode error = Rig.json(answer.body()).path("error");
    assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
    assertThat(error.path("param").asText()).isEqualTo(parameter);
    assertThat(error.path("message").asText()).contains(words);
    assertThat(upstream.chats()).isZero();
  }

  @Test
  void saysThatItKeepsNothingToWhoComesBackForAnAnswer() {
    String id = ask("").path("id").asText();
    HttpResponse<String> answer = rig.get(PATH + "/" + id);
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(Rig.json(answer.body()).at("/error/message").asText()).contains("keeps no answers");
    assertThat(rig.post(PATH + "/" + id + "/cancel", "").body()).contains("close the connection");
  }

  @Test
  void takesWhatIsAbsentAsAbsentAlsoWhenItIsNull() {
    ask(
        ",\"previous_response_id\":null,\"conversation\":null,\"background\":false,\"prompt\":null,"
            + "\"instructions\":null,\"metadata\":null,\"tools\":null,\"tool_choice\":null,"
            + "\"reasoning\":null,\"text\":null,\"max_output_tokens\":null,\"temperature\":null");
    assertThat(sent().fieldNames())
        .toIterable()
        .containsExactly("model", "stream", "stream_options", "messages");
  }

  @Test
  void givesSignsOfLifeThatClientsOverlook() throws Exception {
    rig.close();
    rig =
        Rig.over(
            Rig.limits(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofMillis(50)),
            upstream.config());
    Recorded text = Recorded.upstream("openai").get("text");
    CountDownLatch seen = new CountDownLatch(1);
    upstream.answer(call -> {
      call.begin(200, text.contentType());
      seen.await(10, TimeUnit.SECONDS);
      for (String frame : text.frames()) {
        call.write(frame);
      }
      call.end();
    });
    String request = "{\"model\":\"gpt-5-mini\",\"input\":\"Hi\",\"stream\":true}";
    try (var lines =
        new BufferedReader(
            new InputStreamReader(rig.open(PATH, request).body(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).isEqualTo(": keepalive");
      seen.countDown();
      assertThat(lines.lines().filter(line -> line.startsWith("event:")).findFirst())
          .contains("event: response.created");
    }
  }
}
