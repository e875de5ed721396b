// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.answer.ChatEvent;
import dev.wheelhouse.gateway.answer.FinishReason;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.json.JsonTemplate;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes events as {@code chat.completion.chunk}s: a chunk with the role, the content, a chunk with
 * the finish reason.
 */
final class OpenAiStreamWriter extends ChunkWriter {
  private static final Kind KIND = new Kind(Dialect.OPENAI, "chat.completion.chunk", "chatcmpl-");

  private final Set<Integer> openToolCalls = new HashSet<>();
  private @Nullable JsonTemplate text;
  private @Nullable JsonTemplate reasoning;
  private boolean started;

  OpenAiStreamWriter(String model, boolean includeUsage) {
    super(KIND, model, includeUsage);
  }

  @Override
  byte[] piece(ChatEvent event) {
    return switch (event) {
      case ChatEvent.Text part -> withStart(text(part.text()));
      case ChatEvent.Reasoning part -> withStart(reasoning(part.text()));
      case ChatEvent.ToolPart part -> withStart(frame(toolDelta(part), null));
      case ChatEvent.Finished finished -> withStart(frame(Json.newObject(), finished.reason()));
      case ChatEvent.Aside aside -> withStart(aside(aside));
      case ChatEvent.Used _ -> NOTHING;
    };
  }

  // templates are made when they are first needed: bytes that are passed on need none

  private byte[] text(String piece) {
    JsonTemplate template = text;
    if (template == null) {
      template = template("content");
      text = template;
    }
    return template.with(piece);
  }

  private byte[] reasoning(String piece) {
    JsonTemplate template = reasoning;
    if (template == null) {
      template = template("reasoning_content");
      reasoning = template;
    }
    return template.with(piece);
  }

  private JsonTemplate template(String field) {
    return JsonTemplate.of(frame(Json.newObject().put(field, JsonTemplate.HOLE), null));
  }

  private byte[] withStart(byte[] frame) {
    if (started) {
      return frame;
    }
    started = true;
    ObjectNode role = Json.newObject().put("role", "assistant").put("content", "");
    return OpenAiFrames.join(frame(role, null), frame);
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

  private byte[] aside(ChatEvent.Aside aside) {
    ObjectNode chunk = chunk(choice(Json.newObject(), null));
    chunk.set(aside.name(), aside.value());
    return OpenAiFrames.frame(chunk);
  }

  private byte[] frame(ObjectNode delta, @Nullable FinishReason reason) {
    return OpenAiFrames.frame(chunk(choice(delta, reason)));
  }

  private static ObjectNode choice(ObjectNode delta, @Nullable FinishReason reason) {
    ObjectNode choice = Json.newObject().put("index", 0);
    choice.set("delta", delta);
    return choice.put("finish_reason", reason == null ? null : OpenAiAnswer.reason(reason));
  }
}
