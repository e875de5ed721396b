// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.gateway.ScriptedUpstream.Kind;
import dev.wheelhouse.testing.http.HttpCall;
import dev.wheelhouse.testing.http.WatchedHttpServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An upstream for clients that run in a process of their own: the prompt says which recorded answer
 * they get ({@code scenario=NAME}), and a tool's result is answered with a text.
 */
final class ClientUpstream implements AutoCloseable {
  private static final Pattern SCENARIO = Pattern.compile("scenario=([a-z-]+)");

  /** The families that clients speak to themselves; the others are translated in the same way. */
  static final List<Kind> FAMILIES = List.of(Kind.OPENAI, Kind.OLLAMA, Kind.ANTHROPIC);

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Kind kind;
  private final String model;
  private final String always;
  private final AtomicInteger slowBegun = new AtomicInteger();
  private final AtomicInteger slowAbandoned = new AtomicInteger();
  private final WatchedHttpServer server;

  /** An upstream of this one model; {@code always} is the scenario, or empty when prompts say. */
  ClientUpstream(Kind kind, String model, String always) {
    this.kind = kind;
    this.model = model;
    this.always = always;
    this.server = WatchedHttpServer.onPort(0, this::serve);
  }

  String model() {
    return model;
  }

  URI uri() {
    return server.uri();
  }

  UpstreamConfig config() {
    String name = model.replaceAll("[^a-z0-9]+", "-");
    return switch (kind) {
      case OPENAI -> new UpstreamConfig.OpenAiCompatible(name, server.uri(), ScriptedUpstream.KEY);
      case OLLAMA -> new UpstreamConfig.Ollama(name, server.uri(), ScriptedUpstream.KEY);
      case ANTHROPIC -> new UpstreamConfig.Anthropic(name, server.uri(), ScriptedUpstream.KEY);
      case GEMINI, COHERE, PERPLEXITY -> throw notPlayed();
    };
  }

  private void serve(HttpCall call) throws IOException, InterruptedException {
    String path = call.request().path();
    switch (path) {
      case "/test/slow" ->
          call.json(
              200,
              "{\"begun\":%d,\"abandoned\":%d}".formatted(slowBegun.get(), slowAbandoned.get()));
      case "/v1/models", "/api/tags" -> call.json(200, kind.models(model));
      case "/api/version" -> call.json(200, "{\"version\":\"0.18.0\"}");
      case "/api/ps" -> call.json(200, "{\"models\":[]}");
      case "/v1/messages/count_tokens" -> call.json(200, "{\"input_tokens\":12}");
      case "/api/embed" ->
          call.json(200, "{\"model\":\"%s\",\"embeddings\":[[0.5,-1],[0.25,2]]}".formatted(model));
      case "/v1/embeddings" -> embeddings(call);
      case "/api/pull" -> pull(call);
      case "/api/copy", "/api/delete" -> {
        boolean known = call.request().text().contains(model);
        call.json(known ? 200 : 404, known ? "" : "{\"error\":\"model not found\"}");
      }
      default -> chat(call, Rig.json(call.request().text()));
    }
  }

  /** Like Ollama; the model "endless" never comes to its end. */
  private void pull(HttpCall call) throws IOException, InterruptedException {
    call.begin(200, "application/x-ndjson");
    call.write("{\"status\":\"pulling manifest\"}\n");
    call.write(
        "{\"status\":\"pulling 0a\",\"digest\":\"sha256:0a\",\"total\":9,\"completed\":4}\n");
    if (call.request().text().contains("endless")) {
      waitForLeaving(call);
      return;
    }
    call.write("{\"status\":\"success\"}\n");
    call.end();
  }

  private void waitForLeaving(HttpCall call) throws InterruptedException {
    slowBegun.incrementAndGet();
    if (call.clientGone(PATIENCE)) {
      slowAbandoned.incrementAndGet();
    }
    call.drop();
  }

  /** As OpenAI's client asks for them: little-endian floats in base64. */
  private void embeddings(HttpCall call) throws IOException {
    boolean packed = call.request().text().contains("base64");
    String first = packed ? packed("0000003f000080bf") : "[0.5,-1]";
    String second = packed ? packed("0000803e00000040") : "[0.25,2]";
    call.json(
        200,
        ("{\"object\":\"list\",\"model\":\"%s\",\"usage\":{\"prompt_tokens\":2,\"total_tokens\":2},\"data\":["
                + "{\"object\":\"embedding\",\"index\":0,\"embedding\":%s},"
                + "{\"object\":\"embedding\",\"index\":1,\"embedding\":%s}]}")
            .formatted(model, first, second));
  }

  private static String packed(String hex) {
    byte[] floats = java.util.HexFormat.of().parseHex(hex);
    return "\"" + Base64.getEncoder().encodeToString(floats) + "\"";
  }

  private void chat(HttpCall call, JsonNode request) throws IOException, InterruptedException {
    Matcher asked = SCENARIO.matcher(call.request().text());
    String scenario = always.isEmpty() && asked.find() ? asked.group(1) : always;
    JsonNode messages = request.path("messages");
    String result = toolResult(messages.path(messages.size() - 1));
    switch (scenario) {
      case "slow" -> slow(call);
      case "json" -> play(call, says("{\"a\":1}"));
      case "agent" ->
          play(
              call,
              result.isEmpty()
                  ? calls("read", "{\"path\":\"note.txt\"}")
                  : says("I read: " + result));
      default -> {
        boolean whole = !request.path("stream").asBoolean(kind == Kind.OLLAMA);
        String name = result.isEmpty() ? scenario : "text";
        Map<String, Recorded> recordings = Recorded.upstream(kind.lower());
        Recorded recorded = recordings.get(whole ? name + ".whole" : name);
        play(call, recorded == null ? recordings.get(name) : recorded);
      }
    }
  }

  /** What a tool gave, when this message tells of it; else empty. */
  private static String toolResult(JsonNode message) {
    JsonNode content = message.path("content");
    if (content.path(0).path("type").asText().equals("tool_result")) {
      content = content.path(0).path("content");
    } else if (!message.path("role").asText().equals("tool")) {
      return "";
    }
    return content.isTextual()
        ? content.asText().strip()
        : String.join("", content.findValuesAsText("text")).strip();
  }

  private void play(HttpCall call, Recorded recorded) throws IOException {
    if (recorded.status() != 200) {
      call.reply(
          recorded.status(),
          recorded.contentType(),
          recorded.body().getBytes(StandardCharsets.UTF_8));
      return;
    }
    call.begin(200, recorded.contentType());
    for (String frame : recorded.frames()) {
      call.write(frame);
    }
    if (recorded.cut()) {
      call.drop();
    } else {
      call.end();
    }
  }

  private void slow(HttpCall call) throws IOException, InterruptedException {
    Recorded text = Recorded.upstream(kind.lower()).get("text");
    call.begin(200, text.contentType());
    // a part of the text, and never its end
    int count = kind == Kind.OLLAMA ? 2 : 4;
    for (String frame : text.frames().subList(0, count)) {
      call.write(frame);
    }
    waitForLeaving(call);
  }

  private Recorded says(String text) {
    String quoted = Rig.quoted(text);
    return stream(
        switch (kind) {
          case OPENAI -> openAi("\"content\":" + quoted, "stop");
          case OLLAMA -> ollama("\"content\":" + quoted);
          case ANTHROPIC ->
              anthropic(
                  "{\"type\":\"text\",\"text\":\"\"}", "text_delta\",\"text", quoted, "end_turn");
          case GEMINI, COHERE, PERPLEXITY -> throw notPlayed();
        });
  }

  private Recorded calls(String tool, String arguments) {
    String quoted = Rig.quoted(arguments);
    return stream(
        switch (kind) {
          case OPENAI ->
              openAi(
                  "\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"%s\",\"arguments\":%s}}]"
                      .formatted(tool, quoted),
                  "tool_calls");
          case OLLAMA ->
              ollama(
                  "\"content\":\"\",\"tool_calls\":[{\"id\":\"call_1\",\"function\":{\"name\":\"%s\",\"arguments\":%s}}]"
                      .formatted(tool, arguments));
          case ANTHROPIC ->
              anthropic(
                  "{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"%s\",\"input\":{}}"
                      .formatted(tool),
                  "input_json_delta\",\"partial_json",
                  quoted,
                  "tool_use");
          case GEMINI, COHERE, PERPLEXITY -> throw notPlayed();
        });
  }

  private IllegalArgumentException notPlayed() {
    return new IllegalArgumentException(kind + " is none of " + FAMILIES);
  }

  private Recorded stream(String body) {
    String type = kind == Kind.OLLAMA ? "application/x-ndjson" : "text/event-stream";
    return new Recorded(200, type, false, body);
  }

  private static String openAi(String delta, String finish) {
    return ScriptedOpenAi.event("{\"role\":\"assistant\"," + delta + "}", "null")
        + ScriptedOpenAi.event("{}", "\"" + finish + "\"")
        + "data: [DONE]\n\n";
  }

  private static String ollama(String fields) {
    return "{\"message\":{\"role\":\"assistant\",%s},\"done\":false}\n".formatted(fields)
        + "{\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\"}\n";
  }

  private static String anthropic(String block, String delta, String piece, String stop) {
    return """
    event: message_start
    data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":3,"output_tokens":1}}}

    event: content_block_start
    data: {"type":"content_block_start","index":0,"content_block":%s}

    event: content_block_delta
    data: {"type":"content_block_delta","index":0,"delta":{"type":"%s":%s}}

    event: content_block_stop
    data: {"type":"content_block_stop","index":0}

    event: message_delta
    data: {"type":"message_delta","delta":{"stop_reason":"%s","stop_sequence":null},"usage":{"output_tokens":5}}

    event: message_stop
    data: {"type":"message_stop"}

    """
        .formatted(block, delta, piece, stop);
  }

  @Override
  public void close() {
    server.close();
  }
}
