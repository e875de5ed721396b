// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.answer.ChatEvent;
import dev.wheelhouse.gateway.answer.FinishReason;
import dev.wheelhouse.gateway.answer.Usage;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.http.StreamSink;
import dev.wheelhouse.gateway.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * Writes events as {@code chat.completion.chunk}s: a chunk with the role, the content, a chunk with
 * the finish reason, the usage if it was asked for, {@code [DONE]}. One id and one time for all.
 */
final class OpenAiStreamWriter implements StreamSink.Writer {
  private static final byte[] NOTHING = {};
  private static final byte[] HEARTBEAT = ascii(": keepalive\n\n");
  private static final byte[] DONE = ascii("data: [DONE]\n\n");
  private static final byte[] DATA = ascii("data: ");
  private static final byte[] END = ascii("\n\n");

  private final String model;
  private final boolean includeUsage;
  private final String id = OpenAiAnswer.newId();
  private final long created = Instant.now().getEpochSecond();
  private final Set<Integer> openToolCalls = new HashSet<>();
  private boolean started;
  private Usage usage = Usage.NONE;

  OpenAiStreamWriter(String model, boolean includeUsage) {
    this.model = model;
    this.includeUsage = includeUsage;
  }

  @Override
  public Dialect dialect() {
    return Dialect.OPENAI;
  }

  @Override
  public String contentType() {
    return "text/event-stream";
  }

  @Override
  public byte[] write(ChatEvent event) {
    return switch (event) {
      case ChatEvent.Text text -> delta(Json.newObject().put("content", text.text()));
      case ChatEvent.Reasoning reasoning ->
          delta(Json.newObject().put("reasoning_content", reasoning.text()));
      case ChatEvent.ToolPart part -> delta(toolDelta(part));
      case ChatEvent.Finished finished -> withStart(chunk(Json.newObject(), finished.reason()));
      case ChatEvent.Used used -> {
        usage = used.usage();
        yield NOTHING;
      }
    };
  }

  @Override
  public byte[] end() {
    if (!includeUsage) {
      return DONE;
    }
    ObjectNode chunk = head();
    chunk.putArray("choices");
    chunk.set("usage", OpenAiAnswer.usage(usage));
    return join(frame(chunk), DONE);
  }

  @Override
  public byte[] heartbeat() {
    return HEARTBEAT;
  }

  @Override
  public byte[] failure(ApiFailure failure) {
    return frame(OpenAiErrors.object(failure));
  }

  private byte[] delta(ObjectNode delta) {
    return withStart(chunk(delta, null));
  }

  private byte[] withStart(byte[] frame) {
    if (started) {
      return frame;
    }
    started = true;
    ObjectNode role = Json.newObject().put("role", "assistant").put("content", "");
    return join(chunk(role, null), frame);
  }

  private ObjectNode toolDelta(ChatEvent.ToolPart part) {
    ObjectNode delta = Json.newObject();
    ObjectNode call = delta.putArray("tool_calls").addObject().put("index", part.index());
    if (openToolCalls.add(part.index())) {
      call.put("id", part.id()).put("type", "function");
      call.putObject("function").put("name", part.name()).put("arguments", part.arguments());
    } else {
      call.putObject("function").put("arguments", part.arguments());
    }
    return delta;
  }

  private byte[] chunk(ObjectNode delta, @org.jspecify.annotations.Nullable FinishReason reason) {
    ObjectNode chunk = head();
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
    choice.set("delta", delta);
    choice.put("finish_reason", reason == null ? null : OpenAiAnswer.reason(reason));
    if (includeUsage) {
      chunk.putNull("usage");
    }
    return frame(chunk);
  }

  private ObjectNode head() {
    return Json.newObject()
        .put("id", id)
        .put("object", "chat.completion.chunk")
        .put("created", created)
        .put("model", model);
  }

  private static byte[] frame(ObjectNode data) {
    return join(DATA, Json.bytes(data), END);
  }

  private static byte[] join(byte[]... pieces) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      out.writeBytes(piece);
    }
    return out.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
