// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.answer.ChatEvent;
import dev.wheelhouse.gateway.answer.FinishReason;
import dev.wheelhouse.gateway.answer.Usage;
import dev.wheelhouse.gateway.chat.ToolCall;
import dev.wheelhouse.gateway.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.UUID;

/** Writes a whole {@code chat.completion}. */
final class OpenAiAnswer {
  private OpenAiAnswer() {}

  /** All events of an answer as one object. */
  static byte[] write(String model, List<ChatEvent> events) {
    StringBuilder text = new StringBuilder();
    StringBuilder reasoning = new StringBuilder();
    SequencedMap<Integer, ToolCall> calls = new TreeMap<>();
    FinishReason finish = FinishReason.STOP;
    Usage usage = Usage.NONE;
    ObjectNode asides = Json.newObject();
    for (ChatEvent event : events) {
      switch (event) {
        case ChatEvent.Text piece -> text.append(piece.text());
        case ChatEvent.Reasoning piece -> reasoning.append(piece.text());
        case ChatEvent.ToolPart part ->
            calls.merge(
                part.index(),
                new ToolCall(part.id(), part.name(), part.arguments()),
                OpenAiAnswer::join);
        case ChatEvent.Finished finished -> finish = finished.reason();
        case ChatEvent.Used used -> usage = used.usage();
        case ChatEvent.Aside aside -> asides.set(aside.name(), aside.value());
      }
    }
    ObjectNode root =
        Json.newObject()
            .put("id", newId("chatcmpl-"))
            .put("object", "chat.completion")
            .put("created", Instant.now().getEpochSecond())
            .put("model", model);
    ObjectNode choice = root.putArray("choices").addObject().put("index", 0);
    choice.set("message", message(text.toString(), reasoning.toString(), calls));
    choice.putNull("logprobs").put("finish_reason", reason(finish));
    root.set("usage", usage(usage));
    root.setAll(asides);
    return Json.bytes(root);
  }

  private static ObjectNode message(
      String text, String reasoning, SequencedMap<Integer, ToolCall> calls) {
    ObjectNode message = Json.newObject().put("role", "assistant");
    message.put("content", text.isEmpty() && !calls.isEmpty() ? null : text);
    message.putNull("refusal");
    if (!reasoning.isEmpty()) {
      message.put("reasoning_content", reasoning);
    }
    if (!calls.isEmpty()) {
      ArrayNode array = message.putArray("tool_calls");
      for (ToolCall call : calls.values()) {
        ObjectNode node = array.addObject().put("id", call.id()).put("type", "function");
        node.putObject("function").put("name", call.name()).put("arguments", call.arguments());
      }
    }
    return message;
  }

  private static ToolCall join(ToolCall first, ToolCall more) {
    return new ToolCall(first.id(), first.name(), first.arguments() + more.arguments());
  }

  /** Usage in OpenAI's form. */
  static ObjectNode usage(Usage usage) {
    ObjectNode node =
        Json.newObject()
            .put("prompt_tokens", usage.prompt())
            .put("completion_tokens", usage.completion())
            .put("total_tokens", usage.total());
    node.putObject("prompt_tokens_details").put("cached_tokens", usage.cached());
    node.putObject("completion_tokens_details").put("reasoning_tokens", usage.reasoning());
    return node;
  }

  /** The finish reason in OpenAI's words. */
  static String reason(FinishReason reason) {
    return switch (reason) {
      case STOP -> "stop";
      case LENGTH -> "length";
      case TOOL_CALLS -> "tool_calls";
      case CONTENT_FILTER -> "content_filter";
    };
  }

  /** A new id for an answer. */
  static String newId(String prefix) {
    return prefix + UUID.randomUUID().toString().replace("-", "");
  }
}
