// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wheelhouse.testing.Wait;
import dev.wheelhouse.testing.ollama.RecordedCall.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class OllamaTestServerTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final OllamaTestServer server = OllamaTestServer.start(0).withModel("llama3.2:1b");
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    client.shutdownNow();
    server.close();
  }

  @Test
  void saysThatItRuns() throws Exception {
    assertThat(get("/").body()).isEqualTo("Ollama is running");
    assertThat(json(get("/api/version")).path("version").asText()).isNotEmpty();
  }

  @Test
  void streamsAnAnswerTokenByTokenAndEndsWithItsMeasures() throws Exception {
    List<JsonNode> lines = lines(chat("hello you", ""));

    assertThat(text(lines)).isEqualTo("You said: hello you");
    assertThat(lines.subList(0, lines.size() - 1)).allMatch(line -> !line.path("done").asBoolean());
    JsonNode last = lines.getLast();
    assertThat(last.path("done").asBoolean()).isTrue();
    assertThat(last.path("done_reason").asText()).isEqualTo("stop");
    assertThat(last.path("eval_count").asInt()).isEqualTo(4);
    assertThat(last.path("message").path("role").asText()).isEqualTo("assistant");
    for (String duration :
        List.of("total_duration", "load_duration", "prompt_eval_duration", "eval_duration")) {
      assertThat(last.path(duration).asLong()).as(duration).isPositive();
    }
  }

  @Test
  void answersWholeWhenStreamingIsOff() throws Exception {
    JsonNode answer = json(chat("hello", ",\"stream\":false"));

    assertThat(answer.path("message").path("content").asText()).isEqualTo("You said: hello");
    assertThat(answer.path("done").asBoolean()).isTrue();
  }

  @Test
  void generatesWithTheSameWords() throws Exception {
    HttpResponse<String> answer =
        post("/api/generate", "{\"model\":\"llama3.2:1b\",\"prompt\":\"hello\"}");

    StringBuilder text = new StringBuilder();
    lines(answer).forEach(line -> text.append(line.path("response").asText()));
    assertThat(text).hasToString("You said: hello");
  }

  @Test
  void stopsAtTheNumberOfTokensWithReasonLength() throws Exception {
    List<JsonNode> lines = lines(chat("[[tokens=50]]", ",\"options\":{\"num_predict\":3}"));

    assertThat(text(lines)).isEqualTo("word1 word2 word3");
    assertThat(lines.getLast().path("done_reason").asText()).isEqualTo("length");
  }

  @Test
  void stopsBeforeAStopText() throws Exception {
    List<JsonNode> lines = lines(chat("[[tokens=9]]", ",\"options\":{\"stop\":[\"word3\"]}"));

    assertThat(text(lines)).isEqualTo("word1 word2 ");
  }

  @Test
  void failsInTheMiddleOfAStreamWithAnErrorLine() throws Exception {
    HttpResponse<String> answer = chat("one two [[fail-after=2]]", "");

    assertThat(answer.statusCode()).isEqualTo(200);
    List<JsonNode> lines = lines(answer);
    assertThat(lines).hasSize(3);
    assertThat(lines.getLast().path("error").asText()).contains("error was encountered");
  }

  @Test
  void failsBeforeTheStreamWithAStatus() throws Exception {
    HttpResponse<String> busy = chat("[[status=503]]", "");
    HttpResponse<String> broken = chat("[[fail-after=0]]", "");

    assertThat(busy.statusCode()).isEqualTo(503);
    assertThat(broken.statusCode()).isEqualTo(500);
    assertThat(json(broken).path("error").asText()).isNotEmpty();
  }

  @Test
  void cutsTheConnectionWhenAskedTo() {
    assertThat(catchThrowable(() -> chat("a b c [[drop-after=2]]", "")))
        .isInstanceOf(IOException.class);
    Wait.untilAsserted(
        () -> assertThat(lastChat().outcome()).isEqualTo(Outcome.CUT), Duration.ofSeconds(5));
  }

  @Test
  void noticesAtOnceThatAClientLeftWhileNothingWasSent() throws Exception {
    HttpResponse<InputStream> answer =
        client.send(
            request("/api/chat", chatBody("a b c [[stall=2]]", "")), BodyHandlers.ofInputStream());
    answer.body().read();
    Wait.until("two tokens", () -> lastChat().tokens() == 2, Duration.ofSeconds(30));
    assertThat(lastChat().outcome()).isEqualTo(Outcome.RUNNING);

    answer.body().close();

    Wait.untilAsserted(
        () -> assertThat(lastChat().outcome()).isEqualTo(Outcome.CLIENT_GONE),
        Duration.ofSeconds(2));
    assertThat(lastChat().tokens()).isEqualTo(2);
  }

  @Test
  void waitsBeforeEachToken() throws Exception {
    long started = System.nanoTime();

    chat("[[tokens=5]] [[delay=20]]", "");

    assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThan(Duration.ofMillis(100));
  }

  @Test
  void callsTheToolThatThePromptNamesAndReadsItsAnswer() throws Exception {
    String tools = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\"}}]";

    List<JsonNode> lines = lines(chat("[[tool=weather {\\\"city\\\":\\\"Bonn\\\"}]]", tools));

    JsonNode function = lines.getFirst().at("/message/tool_calls/0/function");
    assertThat(function.path("name").asText()).isEqualTo("weather");
    assertThat(function.at("/arguments/city").asText()).isEqualTo("Bonn");
    String afterwards =
        "{\"model\":\"llama3.2:1b\",\"stream\":false,\"messages\":["
            + "{\"role\":\"user\",\"content\":\"[[tool=weather]]\"},"
            + "{\"role\":\"tool\",\"content\":\"sunny\"}]"
            + tools
            + "}";
    assertThat(json(post("/api/chat", afterwards)).at("/message/content").asText())
        .isEqualTo("The tool said: sunny");
  }

  @Test
  void thinksOnlyWhereTheModelCan() throws Exception {
    server.withModel("qwen3:0.6b");
    String body = chatBody("why", ",\"think\":true,\"stream\":false");

    JsonNode thought = json(post("/api/chat", body.replace("llama3.2:1b", "qwen3:0.6b")));
    HttpResponse<String> refused = post("/api/chat", body);

    assertThat(thought.at("/message/thinking").asText()).isEqualTo("The user says: why");
    assertThat(thought.at("/message/content").asText()).isEqualTo("You said: why");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(json(refused).path("error").asText())
        .isEqualTo("\"llama3.2:1b\" does not support thinking");
  }

  @Test
  void refusesAModelThatIsNotThere() throws Exception {
    HttpResponse<String> answer =
        post("/api/chat", chatBody("x", "").replace("llama3.2:1b", "nope"));

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(json(answer).path("error").asText()).isEqualTo("model 'nope' not found");
  }

  @Test
  void loadsAndUnloadsWithoutAPrompt() throws Exception {
    String empty = "{\"model\":\"llama3.2:1b\",\"messages\":[]";

    assertThat(json(post("/api/chat", empty + "}")).path("done_reason").asText()).isEqualTo("load");
    assertThat(json(get("/api/ps")).path("models")).hasSize(1);
    JsonNode unloaded = json(post("/api/chat", empty + ",\"keep_alive\":0}"));
    assertThat(unloaded.path("done_reason").asText()).isEqualTo("unload");
    assertThat(json(get("/api/ps")).path("models")).isEmpty();
  }

  @Test
  void forgetsALoadedModelAfterItsTime() throws Exception {
    chat("x", ",\"keep_alive\":\"50ms\"");

    Wait.untilAsserted(
        () -> assertThat(quietly("/api/ps").path("models")).isEmpty(), Duration.ofSeconds(5));
  }

  @Test
  void pullsWithProgressOfEachLayerThenListsAndDeletes() throws Exception {
    List<JsonNode> lines = lines(post("/api/pull", "{\"model\":\"all-minilm\"}"));

    assertThat(lines.getFirst().path("status").asText()).isEqualTo("pulling manifest");
    assertThat(lines.getLast().path("status").asText()).isEqualTo("success");
    List<JsonNode> layers = lines.stream().filter(line -> line.has("digest")).toList();
    assertThat(layers.stream().map(line -> line.path("digest").asText()).distinct()).hasSize(3);
    assertThat(layers).anyMatch(line -> line.path("completed").equals(line.path("total")));
    assertThat(names()).containsExactlyInAnyOrder("llama3.2:1b", "all-minilm:latest");

    HttpRequest delete =
        HttpRequest.newBuilder(server.uri().resolve("/api/delete"))
            .method("DELETE", BodyPublishers.ofString("{\"model\":\"all-minilm\"}"))
            .build();
    assertThat(client.send(delete, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    assertThat(client.send(delete, BodyHandlers.ofString()).statusCode()).isEqualTo(404);
    assertThat(names()).containsExactly("llama3.2:1b");
  }

  @Test
  void failsAPullOfWhatTheLibraryDoesNotHaveInsideTheStream() throws Exception {
    HttpResponse<String> answer = post("/api/pull", "{\"model\":\"nope\"}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(lines(answer).getLast().path("error").asText())
        .isEqualTo("pull model manifest: file does not exist");
  }

  @Test
  void showsWhatAModelCan() throws Exception {
    JsonNode shown = json(post("/api/show", "{\"model\":\"llama3.2:1b\"}"));

    assertThat(shown.path("capabilities")).extracting(JsonNode::asText).contains("completion");
    assertThat(shown.at("/model_info/llama.context_length").asInt()).isEqualTo(131_072);
    assertThat(shown.at("/details/parameter_size").asText()).isEqualTo("1.2B");
  }

  @Test
  void putsTextsThatShareWordsNearEachOther() throws Exception {
    server.withModel("all-minilm:latest");
    String body =
        "{\"model\":\"all-minilm\",\"input\":[\"the red cat sleeps\",\"a red cat\",\"stock market\"]}";

    JsonNode vectors = json(post("/api/embed", body)).path("embeddings");

    assertThat(vectors).hasSize(3);
    assertThat(vectors.get(0)).hasSize(384);
    assertThat(product(vectors.get(0), vectors.get(0))).isBetween(0.999, 1.001);
    assertThat(product(vectors.get(0), vectors.get(1)))
        .isGreaterThan(product(vectors.get(0), vectors.get(2)) + 0.2);
  }

  @Test
  void refusesForeignOriginsAndBrokenRequests() throws Exception {
    HttpRequest foreign =
        HttpRequest.newBuilder(server.uri().resolve("/api/tags"))
            .header("Origin", "https://evil.example")
            .build();

    assertThat(client.send(foreign, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
    assertThat(post("/api/chat", "{\"model\":").statusCode()).isEqualTo(400);
    assertThat(post("/api/chat", "").statusCode()).isEqualTo(400);
    assertThat(get("/api/nope").statusCode()).isEqualTo(404);
  }

  @Test
  void remembersWhatItWasAsked() throws Exception {
    chat("secret question", "");

    RecordedCall call = server.calls("/api/chat").getFirst();
    assertThat(call.body().at("/messages/0/content").asText()).isEqualTo("secret question");
    assertThat(call.outcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(call.tokens()).isEqualTo(4);
  }

  private RecordedCall lastChat() {
    return server.calls("/api/chat").getLast();
  }

  private List<String> names() throws Exception {
    List<String> names = new ArrayList<>();
    json(get("/api/tags")).path("models").forEach(model -> names.add(model.path("name").asText()));
    return names;
  }

  private HttpResponse<String> chat(String prompt, String more) throws Exception {
    return post("/api/chat", chatBody(prompt, more));
  }

  private static String chatBody(String prompt, String more) {
    return "{\"model\":\"llama3.2:1b\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}"
        .formatted(prompt, more);
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return client.send(request(path, body), BodyHandlers.ofString());
  }

  private HttpRequest request(String path, String body) {
    URI uri = server.uri().resolve(path);
    return HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(body)).build();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = server.uri().resolve(path);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private JsonNode quietly(String path) {
    try {
      return json(get(path));
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    return MAPPER.readTree(response.body());
  }

  private static List<JsonNode> lines(HttpResponse<String> response) throws IOException {
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
    List<JsonNode> lines = new ArrayList<>();
    for (String line : response.body().split("\n", -1)) {
      if (!line.isEmpty()) {
        lines.add(MAPPER.readTree(line));
      }
    }
    return lines;
  }

  private static String text(List<JsonNode> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line.at("/message/content").asText()));
    return text.toString();
  }

  private static double product(JsonNode one, JsonNode two) {
    double sum = 0;
    for (int i = 0; i < one.size(); i++) {
      sum += one.get(i).asDouble() * two.get(i).asDouble();
    }
    return sum;
  }
}
