// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A field of the wrong type is refused by name, in the form of the client's dialect. */
class FieldTypesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ONE = "[{\"role\":\"user\",\"content\":\"x\"}]";

  private static ScriptedUpstream upstream;
  private static Rig rig;

  @BeforeAll
  static void start() {
    upstream = new ScriptedUpstream(ScriptedUpstream.Kind.OPENAI);
    rig = Rig.over(upstream.config());
  }

  @AfterAll
  static void stop() {
    rig.close();
    upstream.close();
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "stream|'yes'|stream must be true or false, not a text",
        "stream|1|stream must be true or false, not a number",
        "model|5|model must be a text, not a number",
        "model|['m']|model must be a text",
        "messages|'x'|messages must be a list, not a text",
        "messages|['x']|messages[0] must be an object, not a text",
        "messages|[null]|messages[0] must be an object, not null",
        "messages|[{'role':'user','content':5}]|messages[0].content must be a text or a list",
        "messages|[{'role':5,'content':'x'}]|messages[0].role must be a text, not a number",
        "temperature|'hot'|temperature must be a number, not a text",
        "max_tokens|'9'|max_tokens must be a whole number, not a text",
        "max_tokens|0.5|max_tokens must be a whole number.",
        "max_completion_tokens|true|max_completion_tokens must be a whole number",
        "n|'2'|n must be a whole number",
        "stop|[1]|stop must be a text or a list of texts.",
        "stop|5|stop must be a text or a list of texts, not a number",
        "tools|{}|tools must be a list, not an object",
        "tool_choice|true|tool_choice must be a text or an object",
        "parallel_tool_calls|'no'|parallel_tool_calls must be true or false",
        "stream_options|true|stream_options must be an object",
        "response_format|'json'|response_format must be an object, not a text"
      })
  void openAisClientsGetTheirError(String field, String value, String message) throws IOException {
    JsonNode error = refused("/v1/chat/completions", field, value).path("error");

    assertThat(error.path("message").asText()).contains("The field " + message);
    assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
    assertThat(error.path("param").asText()).startsWith(field);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "stream|'yes'|stream must be true or false, not a text",
        "model|5|model must be a text, not a number",
        "max_tokens|'9'|max_tokens must be a whole number, not a text",
        "messages|{}|messages must be a list, not an object",
        "messages|[{'role':'user','content':{}}]|messages[0].content must be a text or a list",
        "system|5|system must be a text or a list",
        "stop_sequences|'x'|stop_sequences must be a list of texts, not a text",
        "stop_sequences|[1]|stop_sequences must be a list of texts.",
        "tool_choice|'auto'|tool_choice must be an object, not a text",
        "thinking|true|thinking must be an object",
        "top_k|'5'|top_k must be a whole number"
      })
  void anthropicsClientsGetTheirs(String field, String value, String message) throws IOException {
    JsonNode body = refused("/v1/messages", field, value);

    assertThat(body.path("type").asText()).isEqualTo("error");
    assertThat(body.path("error").path("type").asText()).isEqualTo("invalid_request_error");
    assertThat(body.path("error").path("message").asText()).contains("The field " + message);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "stream|'no'|stream must be true or false, not a text",
        "model|5|model must be a text, not a number",
        "messages|'x'|messages must be a list, not a text",
        "messages|[{'role':'user','content':['x']}]|messages[0].content must be a text",
        "options|[]|options must be an object",
        "options|{'temperature':'hot'}|options.temperature must be a number, not a text",
        "options|{'num_predict':1.5}|options.num_predict must be a whole number.",
        "options|{'stop':'x'}|options.stop must be a list of texts, not a text",
        "format|5|format must be a text or an object",
        "think|5|think must be true, false or a text"
      })
  void ollamasClientsGetTheirs(String field, String value, String message) throws IOException {
    JsonNode body = refused("/api/chat", field, value);

    assertThat(body.path("error").asText()).contains("The field " + message);
  }

  @Test
  void takesNullForAbsentAndANumberWithoutAFractionForWhole() throws IOException {
    for (String path : List.of("/v1/chat/completions", "/v1/messages", "/api/chat")) {
      ObjectNode body = body();
      body.put("max_tokens", 5.0);
      body.putNull("temperature").putNull("tools").putNull("stream").putNull("options");
      int before = upstream.chats();

      rig.post(path, body.toString());

      assertThat(upstream.chats()).as(path).isGreaterThan(before);
    }
  }

  private static JsonNode refused(String path, String field, String value) throws IOException {
    ObjectNode body = body();
    body.set(field, JSON.readTree(value.replace('\'', '"')));
    int before = upstream.chats();

    HttpResponse<String> answer = rig.post(path, body.toString());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(upstream.chats()).isEqualTo(before);
    return JSON.readTree(answer.body());
  }

  private static ObjectNode body() throws IOException {
    ObjectNode body = JSON.createObjectNode().put("model", "gpt-5-mini").put("max_tokens", 9);
    body.set("messages", JSON.readTree(ONE));
    return body;
  }
}
