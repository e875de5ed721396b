// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.anthropic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.answer.ChatEvent;
import dev.wheelhouse.gateway.answer.FinishReason;
import dev.wheelhouse.gateway.answer.Usage;
import dev.wheelhouse.gateway.chat.ToolCall;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.FailureKind;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.json.JsonFault;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;

/** Writes a {@code message} of Anthropic's. */
final class AnthropicAnswer {
  private static final Json ARGUMENTS = new Json(128, 16 << 20);

  private final String model;
  private final String id = "msg_" + random();
  private long estimatedInput;

  AnthropicAnswer(String model) {
    this.model = model;
  }

  /** What the request was guessed to have, for the start of a stream. */
  void estimatedInput(long tokens) {
    estimatedInput = tokens;
  }

  /** The message at the start of a stream: without content, and with a guess of the input. */
  ObjectNode empty() {
    return message(Json.newArray(), null, new Usage(estimatedInput, 0, 0, 0));
  }

  /** All events of an answer as one message. */
  byte[] whole(List<ChatEvent> events) throws ApiFailure {
    StringBuilder text = new StringBuilder();
    StringBuilder thinking = new StringBuilder();
    TreeMap<Integer, ToolCall> calls = new TreeMap<>();
    FinishReason finish = FinishReason.STOP;
    Usage usage = Usage.NONE;
    ObjectNode asides = Json.newObject();
    for (ChatEvent event : events) {
      switch (event) {
        case ChatEvent.Text piece -> text.append(piece.text());
        case ChatEvent.Reasoning piece -> thinking.append(piece.text());
        case ChatEvent.ToolPart part ->
            calls.merge(
                part.index(),
                new ToolCall(part.id(), part.name(), part.arguments()),
                (a, b) -> new ToolCall(a.id(), a.name(), a.arguments() + b.arguments()));
        case ChatEvent.Finished finished -> finish = finished.reason();
        case ChatEvent.Used used -> usage = used.usage();
        case ChatEvent.Aside aside -> asides.set(aside.name(), aside.value());
      }
    }
    ArrayNode content = Json.newArray();
    if (!thinking.isEmpty()) {
      content
          .addObject()
          .put("type", "thinking")
          .put("thinking", thinking.toString())
          .put("signature", "");
    }
    if (!text.isEmpty()) {
      content.addObject().put("type", "text").put("text", text.toString());
    }
    for (ToolCall call : calls.values()) {
      ObjectNode block = toolUse(call.id(), call.name());
      block.set("input", input(call));
      content.add(block);
    }
    ObjectNode message = message(content, reason(finish), usage);
    message.setAll(asides);
    return Json.bytes(message);
  }

  /** A tool_use block without its input. Some servers give calls no id; then one is made. */
  static ObjectNode toolUse(String id, String name) {
    return Json.newObject()
        .put("type", "tool_use")
        .put("id", id.isEmpty() ? "toolu_" + random() : id)
        .put("name", name);
  }

  /** The stop reason in Anthropic's words. */
  static String reason(FinishReason reason) {
    return switch (reason) {
      case STOP -> "end_turn";
      case LENGTH -> "max_tokens";
      case TOOL_CALLS -> "tool_use";
      case CONTENT_FILTER -> "refusal";
    };
  }

  /** Usage in Anthropic's form, whose input leaves out what came from a cache. */
  static ObjectNode usage(Usage usage) {
    return Json.newObject()
        .put("input_tokens", Math.max(0, usage.prompt() - usage.cached()))
        .put("cache_creation_input_tokens", 0)
        .put("cache_read_input_tokens", usage.cached())
        .put("output_tokens", usage.completion());
  }

  private ObjectNode message(
      ArrayNode content, @org.jspecify.annotations.Nullable String reason, Usage usage) {
    ObjectNode message =
        Json.newObject()
            .put("id", id)
            .put("type", "message")
            .put("role", "assistant")
            .put("model", model);
    message.set("content", content);
    message.put("stop_reason", reason).putNull("stop_sequence");
    message.set("usage", usage(usage));
    return message;
  }

  private static ObjectNode input(ToolCall call) throws ApiFailure {
    if (call.arguments().isBlank()) {
      return Json.newObject();
    }
    try {
      return ARGUMENTS.object(call.arguments());
    } catch (JsonFault e) {
      throw ApiFailure.of(
          FailureKind.UPSTREAM_FAILED,
          "The model called the tool %s with arguments that are no JSON object."
              .formatted(call.name()),
          "Ask again, or use another model.");
    }
  }

  private static String random() {
    return UUID.randomUUID().toString().replace("-", "");
  }
}
