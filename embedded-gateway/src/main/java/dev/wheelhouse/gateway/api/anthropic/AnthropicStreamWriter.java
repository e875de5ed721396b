// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.answer.ChatEvent;
import dev.wheelhouse.gateway.answer.FinishReason;
import dev.wheelhouse.gateway.answer.Usage;
import dev.wheelhouse.gateway.api.chat.ToolArguments;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.FailureKind;
import dev.wheelhouse.gateway.http.StreamSink;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.json.JsonTemplate;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes events as the blocks of a {@code /v1/messages} stream. Blocks follow each other strictly:
 * what changes the kind of content ends the present block and opens the next. Pieces of a tool call
 * that come while another call is not whole wait until it is.
 */
final class AnthropicStreamWriter implements StreamSink.Writer {
  private static final byte[] NOTHING = {};
  private static final byte[] PING = frame("ping", Json.newObject().put("type", "ping"));

  private final AnthropicAnswer answer;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Map<Integer, StringBuilder> waiting = new LinkedHashMap<>();
  private final Map<Integer, ChatEvent.ToolPart> waitingHeads = new LinkedHashMap<>();
  private boolean started;
  private int index = -1;
  private Kind open = Kind.NONE;
  private int openCall;
  private ToolArguments arguments = new ToolArguments();
  private @Nullable JsonTemplate delta;
  private FinishReason finish = FinishReason.STOP;
  private Usage usage = Usage.NONE;
  private final ObjectNode asides = Json.newObject();

  private enum Kind {
    NONE,
    TEXT,
    THINKING,
    TOOL
  }

  AnthropicStreamWriter(AnthropicAnswer answer) {
    this.answer = answer;
  }

  @Override
  public Dialect dialect() {
    return Dialect.ANTHROPIC;
  }

  @Override
  public String contentType() {
    return "text/event-stream";
  }

  @Override
  public byte[] write(ChatEvent event) throws ApiFailure {
    return switch (event) {
      case ChatEvent.Text text -> {
        open(Kind.TEXT, Json.newObject().put("type", "text").put("text", ""));
        yield piece(text.text());
      }
      case ChatEvent.Reasoning reasoning -> {
        open(
            Kind.THINKING,
            Json.newObject().put("type", "thinking").put("thinking", "").put("signature", ""));
        yield piece(reasoning.text());
      }
      case ChatEvent.ToolPart part -> tool(part);
      case ChatEvent.Finished finished -> {
        finish = finished.reason();
        yield NOTHING;
      }
      case ChatEvent.Aside aside -> {
        asides.set(aside.name(), aside.value());
        yield NOTHING;
      }
      case ChatEvent.Used used -> {
        usage = used.usage();
        yield NOTHING;
      }
    };
  }

  @Override
  public byte[] end() throws ApiFailure {
    start();
    close();
    flushWaiting();
    ObjectNode last = Json.newObject().put("type", "message_delta");
    last.putObject("delta")
        .put("stop_reason", AnthropicAnswer.reason(finish))
        .putNull("stop_sequence");
    last.set("usage", AnthropicAnswer.usage(usage));
    last.setAll(asides);
    add("message_delta", last);
    add("message_stop", Json.newObject().put("type", "message_stop"));
    return taken();
  }

  @Override
  public byte[] heartbeat() {
    return PING;
  }

  @Override
  public byte[] failure(ApiFailure failure) {
    return frame("error", AnthropicErrors.object(failure));
  }

  private byte[] tool(ChatEvent.ToolPart part) throws ApiFailure {
    if (open == Kind.TOOL && openCall == part.index()) {
      arguments.add(part.arguments());
      return part.arguments().isEmpty() ? NOTHING : piece(part.arguments());
    }
    if (open == Kind.TOOL && !arguments.whole()) {
      // the next call begins before this one is whole; most upstreams send them in turn
      waitingHeads.putIfAbsent(part.index(), part);
      waiting.computeIfAbsent(part.index(), _ -> new StringBuilder()).append(part.arguments());
      return NOTHING;
    }
    StringBuilder earlier = waiting.remove(part.index());
    ChatEvent.ToolPart head = waitingHeads.remove(part.index());
    openTool(head == null ? part : head);
    String pieces = earlier == null ? part.arguments() : earlier + part.arguments();
    arguments.add(pieces);
    return pieces.isEmpty() ? taken() : piece(pieces);
  }

  private void openTool(ChatEvent.ToolPart part) throws ApiFailure {
    start();
    close();
    ObjectNode block = AnthropicAnswer.toolUse(part.id(), part.name());
    block.putObject("input");
    begin(Kind.TOOL, block);
    openCall = part.index();
    arguments = new ToolArguments();
  }

  private void flushWaiting() throws ApiFailure {
    for (var entry : waiting.entrySet()) {
      ChatEvent.ToolPart head = waitingHeads.get(entry.getKey());
      if (head != null) {
        openTool(head);
        arguments.add(entry.getValue().toString());
        out.writeBytes(delta(entry.getValue().toString()));
        close();
      }
    }
    waiting.clear();
  }

  private void open(Kind kind, ObjectNode block) throws ApiFailure {
    start();
    if (open == kind) {
      return;
    }
    close();
    begin(kind, block);
  }

  private void begin(Kind kind, ObjectNode block) {
    index++;
    open = kind;
    delta = template(kind);
    ObjectNode begin = Json.newObject().put("type", "content_block_start").put("index", index);
    begin.set("content_block", block);
    add("content_block_start", begin);
  }

  private void close() throws ApiFailure {
    if (open == Kind.NONE) {
      return;
    }
    // an answer that was cut for its length may well end inside the arguments
    if (open == Kind.TOOL && !arguments.mayEnd() && finish != FinishReason.LENGTH) {
      open = Kind.NONE;
      throw ApiFailure.of(
          FailureKind.UPSTREAM_FAILED,
          "The model called a tool with arguments that are no JSON object.",
          "Ask again, or use another model.");
    }
    open = Kind.NONE;
    add(
        "content_block_stop",
        Json.newObject().put("type", "content_block_stop").put("index", index));
  }

  private void start() {
    if (!started) {
      started = true;
      ObjectNode start = Json.newObject().put("type", "message_start");
      start.set("message", answer.empty());
      add("message_start", start);
    }
  }

  private JsonTemplate template(Kind kind) {
    String type =
        kind == Kind.TOOL
            ? "input_json_delta"
            : kind == Kind.TEXT ? "text_delta" : "thinking_delta";
    String field = kind == Kind.TOOL ? "partial_json" : kind == Kind.TEXT ? "text" : "thinking";
    ObjectNode node = Json.newObject().put("type", "content_block_delta").put("index", index);
    node.putObject("delta").put("type", type).put(field, JsonTemplate.HOLE);
    return JsonTemplate.of(frame("content_block_delta", node));
  }

  /** Everything that was added, and a piece of the open block. */
  private byte[] piece(String text) {
    if (out.size() == 0) {
      return delta(text);
    }
    out.writeBytes(delta(text));
    return taken();
  }

  private byte[] delta(String text) {
    return delta == null ? NOTHING : delta.with(text);
  }

  private byte[] taken() {
    byte[] bytes = out.toByteArray();
    out.reset();
    return bytes;
  }

  private void add(String event, ObjectNode data) {
    out.writeBytes(frame(event, data));
  }

  private static byte[] frame(String event, ObjectNode data) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.writeBytes(("event: " + event + "\ndata: ").getBytes(StandardCharsets.US_ASCII));
    frame.writeBytes(Json.bytes(data));
    frame.writeBytes(new byte[] {'\n', '\n'});
    return frame.toByteArray();
  }
}
