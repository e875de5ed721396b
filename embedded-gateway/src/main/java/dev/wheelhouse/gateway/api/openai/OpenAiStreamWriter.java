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
import dev.wheelhouse.gateway.json.JsonTemplate;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * Writes events as {@code chat.completion.chunk}s: a chunk with the role, the content, a chunk with
 * the finish reason, the usage if it was asked for, {@code [DONE]}. One id and one time for all.
 */
final class OpenAiStreamWriter implements StreamSink.Writer {
  private static final byte[] NOTHING = {};

  private final String model;
  private final boolean includeUsage;
  private final String id = OpenAiAnswer.newId("chatcmpl-");
  private final long created = Instant.now().getEpochSecond();
  private final Set<Integer> openToolCalls = new HashSet<>();
  private final JsonTemplate text;
  private final JsonTemplate reasoning;
  private boolean started;
  private Usage usage = Usage.NONE;

  OpenAiStreamWriter(String model, boolean includeUsage) {
    this.model = model;
    this.includeUsage = includeUsage;
    this.text = template("content");
    this.reasoning = template("reasoning_content");
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
      case ChatEvent.Text piece -> withStart(text.with(piece.text()));
      case ChatEvent.Reasoning piece -> withStart(reasoning.with(piece.text()));
      case ChatEvent.ToolPart part -> delta(toolDelta(part));
      case ChatEvent.Finished finished ->
          withStart(OpenAiFrames.frame(chunk(Json.newObject(), finished.reason())));
      case ChatEvent.Used used -> {
        usage = used.usage();
        yield NOTHING;
      }
      case ChatEvent.Aside aside -> {
        ObjectNode chunk = chunk(Json.newObject(), null);
        chunk.set(aside.name(), aside.value());
        yield withStart(OpenAiFrames.frame(chunk));
      }
    };
  }

  @Override
  public byte[] end() {
    if (!includeUsage) {
      return OpenAiFrames.DONE;
    }
    ObjectNode chunk = head();
    chunk.putArray("choices");
    chunk.set("usage", OpenAiAnswer.usage(usage));
    return OpenAiFrames.join(OpenAiFrames.frame(chunk), OpenAiFrames.DONE);
  }

  @Override
  public byte[] heartbeat() {
    return OpenAiFrames.HEARTBEAT;
  }

  @Override
  public byte[] failure(ApiFailure failure) {
    return OpenAiFrames.frame(OpenAiErrors.object(failure));
  }

  private JsonTemplate template(String field) {
    return JsonTemplate.of(
        OpenAiFrames.frame(chunk(Json.newObject().put(field, JsonTemplate.HOLE), null)));
  }

  private byte[] delta(ObjectNode delta) {
    return withStart(OpenAiFrames.frame(chunk(delta, null)));
  }

  private byte[] withStart(byte[] frame) {
    if (started) {
      return frame;
    }
    started = true;
    ObjectNode role = Json.newObject().put("role", "assistant").put("content", "");
    return OpenAiFrames.join(OpenAiFrames.frame(chunk(role, null)), frame);
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

  private ObjectNode chunk(
      ObjectNode delta, @org.jspecify.annotations.Nullable FinishReason reason) {
    ObjectNode chunk = head();
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
    choice.set("delta", delta);
    choice.put("finish_reason", reason == null ? null : OpenAiAnswer.reason(reason));
    if (includeUsage) {
      chunk.putNull("usage");
    }
    return chunk;
  }

  private ObjectNode head() {
    return Json.newObject()
        .put("id", id)
        .put("object", "chat.completion.chunk")
        .put("created", created)
        .put("model", model);
  }
}
