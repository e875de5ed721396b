// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.testing.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Gemini, Cohere and Perplexity are sent, and what they want back of an earlier turn. */
class CloudProvidersTest {
  private ScriptedUpstream upstream;
  private Rig rig;

  private void use(ScriptedUpstream.Kind kind) {
    upstream = new ScriptedUpstream(kind);
    rig = Rig.over(upstream.config());
  }

  @AfterEach
  void stop() {
    rig.close();
    upstream.close();
  }

  private JsonNode chat(String scenario, String fields) {
    upstream.answer(Recorded.upstream(upstream.kind().lower()).get(scenario));
    HttpResponse<String> answer =
        rig.post(
            "/v1/chat/completions",
            "{\"model\":\"%s\"%s}".formatted(upstream.kind().model, fields));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Rig.json(answer.body());
  }

  private JsonNode sent() {
    return Rig.json(upstream.lastChat().text());
  }

  private static final String HELLO = ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

  @Test
  void sendsGeminisKeyInAHeaderAndNeverInTheAddress() {
    use(ScriptedUpstream.Kind.GEMINI);
    chat("text", HELLO);
    HttpRequest request = upstream.lastChat();
    assertThat(request.path()).isEqualTo("/v1beta/models/gemini-3-pro:streamGenerateContent");
    assertThat(request.query()).isEqualTo(java.util.Map.of("alt", "sse"));
    assertThat(request.headers().first("x-goog-api-key")).contains(ScriptedUpstream.KEY.reveal());
    assertThat(request.headers().first("Authorization")).isEmpty();
  }

  /** Google refuses the next turn of a conversation without the signature of the first call. */
  @Test
  void givesGeminiTheSignatureBackThatItsCallCameWith() {
    use(ScriptedUpstream.Kind.GEMINI);
    JsonNode calls = chat("parallel-tools", HELLO).at("/choices/0/message/tool_calls");
    chat(
        "text",
        ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":null,\"tool_calls\":%s},%s]"
            .formatted(
                calls,
                "{\"role\":\"tool\",\"tool_call_id\":%s,\"content\":\"{\\\"degrees\\\":-3}\"},{\"role\":\"tool\",\"tool_call_id\":%s,\"content\":\"noon\"}"
                    .formatted(calls.at("/0/id"), calls.at("/1/id"))));
    JsonNode contents = sent().path("contents");
    assertThat(contents.size()).isEqualTo(3);
    assertThat(contents.at("/1").toString())
        .isEqualTo(
            "{\"role\":\"model\",\"parts\":["
                + "{\"functionCall\":{\"name\":\"get_weather\",\"args\":{\"city\":\"Oslo\"}},\"thoughtSignature\":\"CpYBsig+/==\"},"
                + "{\"functionCall\":{\"name\":\"get_time\",\"args\":{\"zone\":\"Europe/Oslo\"}}}]}");
    assertThat(contents.at("/2").toString())
        .isEqualTo(
            "{\"role\":\"user\",\"parts\":["
                + "{\"functionResponse\":{\"name\":\"get_weather\",\"response\":{\"degrees\":-3}}},"
                + "{\"functionResponse\":{\"name\":\"get_time\",\"response\":{\"output\":\"noon\"}}}]}");
  }

  @Test
  void givesGeminiItsOwnIdsBackWhenItGaveSome() {
    use(ScriptedUpstream.Kind.GEMINI);
    JsonNode calls = chat("mixed-tools", HELLO).at("/choices/0/message/tool_calls");
    chat(
        "text",
        ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":null,\"tool_calls\":%s},{\"role\":\"tool\",\"tool_call_id\":\"fc-b2\",\"content\":\"1\"}]"
            .formatted(calls));
    assertThat(sent().at("/contents/1/parts/1/functionCall/id").asText()).isEqualTo("fc-b2");
    assertThat(sent().at("/contents/2/parts/0/functionResponse/id").asText()).isEqualTo("fc-b2");
    assertThat(sent().at("/contents/2/parts/0/functionResponse/name").asText())
        .isEqualTo("get_time");
  }

  @Test
  void refusesAResultThatAnswersNoCallBecauseGeminiNeedsItsName() {
    use(ScriptedUpstream.Kind.GEMINI);
    HttpResponse<String> answer =
        rig.post(
            "/v1/chat/completions",
            "{\"model\":\"gemini-3-pro\",\"messages\":[{\"role\":\"tool\",\"tool_call_id\":\"x\",\"content\":\"1\"}]}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(upstream.chats()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'type':'object','properties':{'a':{'type':'string','format':'uri'}},'additionalProperties':false,'$schema':'x','required':['a','b']}"
            + "|{'properties':{'a':{'type':'string'}},'type':'object','required':['a']}",
        "{'type':'object','properties':{'a':{'$ref':'#/$defs/A'}},'$defs':{'A':{'type':'integer','minimum':1,'exclusiveMinimum':0}}}"
            + "|{'type':'object','properties':{'a':{'minimum':1,'type':'integer'}}}",
        "{'type':'object','properties':{'a':{'type':['string','null']},'b':{'type':['string','integer']}}}"
            + "|{'type':'object','properties':{'a':{'nullable':true,'type':'string'},'b':{'anyOf':[{'type':'string'},{'type':'integer'}]}}}",
        "{'type':'object','properties':{'a':{'oneOf':[{'type':'null'},{'type':'number'}]},'b':{'const':'x'}}}"
            + "|{'type':'object','properties':{'a':{'nullable':true,'type':'number'},'b':{'enum':['x'],'type':'string'}}}",
        "{'type':'object','properties':{'a':{'type':'array'},'b':{'type':'array','items':{'type':'string'},'uniqueItems':true}}}"
            + "|{'type':'object','properties':{'a':{'type':'array','items':{'type':'string'}},'b':{'type':'array','items':{'type':'string'}}}}",
        "{'allOf':[{'type':'object','properties':{'a':{'type':'string'}},'required':['a']},{'properties':{'b':{'type':'string'}},'required':['b']}]}"
            + "|{'type':'object','properties':{'a':{'type':'string'},'b':{'type':'string'}},'required':['a','b']}",
        "{'type':'object','properties':{'n':{'enum':[1,2],'type':'integer'}}}"
            + "|{'type':'object','properties':{'n':{'type':'integer'}}}"
      })
  void saysSchemasInTheWordsThatGeminiKnows(String given, String expected) {
    use(ScriptedUpstream.Kind.GEMINI);
    chat(
        "text",
        HELLO
            + ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":%s,\"strict\":true}}]"
                .formatted(given.replace('\'', '"')));
    assertThat(sent().at("/tools/0/functionDeclarations/0/parameters"))
        .isEqualTo(Rig.json(expected.replace('\'', '"')));
  }

  @Test
  void endsASchemaThatRefersToItself() {
    use(ScriptedUpstream.Kind.GEMINI);
    chat(
        "text",
        HELLO
            + ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\",\"properties\":{\"next\":{\"$ref\":\"#\"}}}}}]");
    assertThat(sent().toString().length()).isLessThan(10_000);
    assertThat(sent().toString()).doesNotContain("$ref");
  }

  @ParameterizedTest
  @CsvSource({
    "auto, ''",
    "none, '{\"mode\":\"NONE\"}'",
    "required, '{\"mode\":\"ANY\"}'",
    "f, '{\"mode\":\"ANY\",\"allowedFunctionNames\":[\"f\"]}'"
  })
  void tellsGeminiWhichToolItMayCall(String choice, String expected) {
    use(ScriptedUpstream.Kind.GEMINI);
    String field =
        choice.equals("f")
            ? "{\"type\":\"function\",\"function\":{\"name\":\"f\"}}"
            : "\"" + choice + "\"";
    chat(
        "text",
        HELLO
            + ",\"tool_choice\":%s,\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]"
                .formatted(field));
    assertThat(sent().at("/toolConfig/functionCallingConfig").toString()).isEqualTo(expected);
  }

  @Test
  void asksGeminiForOneVectorAndForMany() {
    use(ScriptedUpstream.Kind.GEMINI);
    upstream.answer(call -> call.json(200, "{\"embedding\":{\"values\":[0.5,-1]}}"));
    String one = "{\"model\":\"gemini-3-pro\",\"input\":\"a\",\"dimensions\":2}";
    assertThat(embedding(one)).isEqualTo("[[0.5,-1.0]]");
    assertThat(upstream.lastChat().path()).endsWith("/models/gemini-3-pro:embedContent");
    assertThat(sent().toString())
        .isEqualTo(
            "{\"model\":\"models/gemini-3-pro\",\"content\":{\"parts\":[{\"text\":\"a\"}]},\"outputDimensionality\":2}");
    upstream.answer(call -> call.json(200, "{\"embeddings\":[{\"values\":[1]},{\"values\":[2]}]}"));
    assertThat(embedding("{\"model\":\"gemini-3-pro\",\"input\":[\"a\",\"b\"]}"))
        .isEqualTo("[[1.0],[2.0]]");
    assertThat(upstream.lastChat().path()).endsWith(":batchEmbedContents");
    assertThat(sent().path("requests").size()).isEqualTo(2);
  }

  @Test
  void asksCohereForVectorsAndCountsWhatItBills() {
    use(ScriptedUpstream.Kind.COHERE);
    upstream.answer(call ->
        call.json(
            200,
            "{\"id\":\"1\",\"texts\":[\"a\",\"b\"],\"embeddings\":{\"int8\":[[9]],\"float\":[[0.25,1],[2,3]]},\"meta\":{\"api_version\":{\"version\":\"2\"},\"billed_units\":{\"input_tokens\":7}}}"));
    HttpResponse<String> answer =
        rig.post("/v1/embeddings", "{\"model\":\"command-a-03-2025\",\"input\":[\"a\",\"b\"]}");
    JsonNode body = Rig.json(answer.body());
    assertThat(body.at("/data/0/embedding").toString()).isEqualTo("[0.25,1.0]");
    assertThat(body.at("/data/1/embedding").toString()).isEqualTo("[2.0,3.0]");
    assertThat(body.at("/usage/prompt_tokens").asInt()).isEqualTo(7);
    assertThat(upstream.lastChat().path()).isEqualTo("/v2/embed");
    assertThat(sent().path("embedding_types").toString()).isEqualTo("[\"float\"]");
  }

  private String embedding(String request) {
    HttpResponse<String> answer = rig.post("/v1/embeddings", request);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    List<String> vectors = new java.util.ArrayList<>();
    Rig.json(answer.body())
        .path("data")
        .forEach(entry -> vectors.add(entry.path("embedding").toString()));
    return vectors.toString().replace(" ", "");
  }

  @Test
  void givesCohereItsPlanBackAndKeepsItsNumbersWithinItsBounds() {
    use(ScriptedUpstream.Kind.COHERE);
    JsonNode message = chat("parallel-tools", HELLO).at("/choices/0/message");
    chat(
        "text",
        ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},%s,{\"role\":\"tool\",\"tool_call_id\":\"get_weather_a1\",\"content\":\"-3\"}],\"top_p\":1,\"frequency_penalty\":1.5,\"tool_choice\":\"required\",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]"
            .formatted(message));
    assertThat(sent().at("/messages/1/tool_plan").asText()).isEqualTo("I will look both up.");
    assertThat(sent().at("/messages/1").has("content")).isFalse();
    assertThat(sent().at("/messages/1/tool_calls").size()).isEqualTo(2);
    assertThat(sent().path("p").asDouble()).isEqualTo(0.99);
    assertThat(sent().path("frequency_penalty").asDouble()).isEqualTo(1);
    assertThat(sent().path("tool_choice").asText()).isEqualTo("REQUIRED");
  }

  @Test
  void givesPerplexityTheSignatureBackWithTheCallAndItsResult() {
    use(ScriptedUpstream.Kind.PERPLEXITY);
    JsonNode message = chat("parallel-tools", HELLO).at("/choices/0/message");
    chat(
        "text",
        ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},%s,{\"role\":\"tool\",\"tool_call_id\":\"call_a1\",\"content\":\"-3\"}]"
            .formatted(message));
    assertThat(sent().at("/input/1/thought_signature").asText()).isEqualTo("c2ln");
    assertThat(sent().at("/input/2").has("thought_signature")).isFalse();
    assertThat(sent().at("/input/3/thought_signature").asText()).isEqualTo("c2ln");
  }

  @ParameterizedTest
  @CsvSource({
    "fast, preset, fast, ''",
    "openai/gpt-5-mini, model, openai/gpt-5-mini, ''",
  })
  void asksPerplexityForPresetsByTheirName(
      String asked, String field, String expected, String tools) {
    use(ScriptedUpstream.Kind.PERPLEXITY);
    upstream.answer(Recorded.upstream("perplexity").get("text"));
    String request = "{\"model\":\"%s\"%s}".formatted(asked, HELLO);
    assertThat(rig.post("/v1/chat/completions", request).statusCode()).isEqualTo(200);
    assertThat(sent().path(field).asText()).isEqualTo(expected);
    assertThat(sent().has(field.equals("preset") ? "model" : "preset")).isFalse();
    assertThat(sent().path("tools").toString()).isEqualTo(tools);
  }
}
