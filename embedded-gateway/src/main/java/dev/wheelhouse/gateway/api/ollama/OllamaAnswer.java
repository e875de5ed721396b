// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.ollama;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.answer.ChatEvent;
import dev.wheelhouse.gateway.answer.FinishReason;
import dev.wheelhouse.gateway.answer.Usage;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.chat.ToolCall;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.FailureKind;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.json.JsonFault;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/**
 * Builds the objects of an {@code /api/chat} or {@code /api/generate} answer. Tool calls are kept
 * until they are whole, as Ollama's arguments are an object and not pieces of text. Durations, in
 * nanoseconds, are what the gateway measured.
 */
final class OllamaAnswer {
  private static final Json ARGUMENTS = new Json(128, 16 << 20);

  private final String model;
  private final Shape shape;
  private final long startNanos = System.nanoTime();
  private final TreeMap<Integer, ToolCall> calls = new TreeMap<>();
  private FinishReason finish = FinishReason.STOP;
  private Usage usage = Usage.NONE;
  private final ObjectNode asides = Json.newObject();
  private long firstContentNanos;

  /** How the two paths write the same answer. */
  enum Shape {
    /** {@code /api/chat}: everything stands in a message. */
    CHAT,
    /** {@code /api/generate}: the text is called {@code response}. */
    GENERATE
  }

  OllamaAnswer(String model, Shape shape) {
    this.model = model;
    this.shape = shape;
  }

  /** The dialect of these objects. */
  Dialect dialect() {
    return shape == Shape.CHAT ? Dialect.OLLAMA : Dialect.OLLAMA_GENERATE;
  }

  /** Notes what only the last object can say; called for every event. */
  void note(ChatEvent event) {
    if (event.isContent() && firstContentNanos == 0) {
      firstContentNanos = System.nanoTime();
    }
    switch (event) {
      case ChatEvent.Text _, ChatEvent.Reasoning _ -> {}
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

  /** An object with a piece of the answer. */
  ObjectNode piece(ObjectNode message) {
    return with(message).put("done", false);
  }

  /** A message of this text. */
  static ObjectNode message(String content) {
    return Json.newObject().put("role", "assistant").put("content", content);
  }

  /** Whether there are tool calls to tell. */
  boolean hasCalls() {
    return !calls.isEmpty();
  }

  /** The tool calls, whole. */
  ArrayNode toolCalls() throws ApiFailure {
    ArrayNode array = Json.newArray();
    for (var entry : calls.entrySet()) {
      ToolCall call = entry.getValue();
      ObjectNode node = array.addObject();
      if (!call.id().isEmpty()) {
        node.put("id", call.id());
      }
      node.putObject("function")
          .put("index", entry.getKey())
          .put("name", call.name())
          .set("arguments", arguments(call));
    }
    return array;
  }

  /** The last object; its message is empty, or the whole one. */
  ObjectNode last(ObjectNode message) {
    long now = System.nanoTime();
    ObjectNode object = with(message);
    object.put("done", true).put("done_reason", doneReason());
    object.put("total_duration", now - startNanos);
    if (usage.total() > 0) {
      long first = firstContentNanos == 0 ? now : firstContentNanos;
      object.put("prompt_eval_count", usage.prompt());
      object.put("prompt_eval_duration", first - startNanos);
      object.put("eval_count", usage.completion());
      object.put("eval_duration", Math.max(1, now - first));
    }
    object.setAll(asides);
    return object;
  }

  /** A whole answer in one object. */
  byte[] whole(List<ChatEvent> events) throws ApiFailure {
    StringBuilder text = new StringBuilder();
    StringBuilder thinking = new StringBuilder();
    for (ChatEvent event : events) {
      note(event);
      if (event instanceof ChatEvent.Text piece) {
        text.append(piece.text());
      } else if (event instanceof ChatEvent.Reasoning piece) {
        thinking.append(piece.text());
      }
    }
    ObjectNode message = message(text.toString());
    if (!thinking.isEmpty()) {
      message.put("thinking", thinking.toString());
    }
    if (hasCalls()) {
      message.set("tool_calls", toolCalls());
    }
    return Json.bytes(last(message));
  }

  private ObjectNode with(ObjectNode message) {
    ObjectNode object =
        Json.newObject().put("model", model).put("created_at", Instant.now().toString());
    if (shape == Shape.CHAT) {
      object.set("message", message);
      return object;
    }
    object.set("response", message.get("content"));
    for (String field : List.of("thinking", "tool_calls")) {
      if (message.has(field)) {
        object.set(field, message.get(field));
      }
    }
    return object;
  }

  /** Ollama calls it "stop" too when the model called tools. */
  private String doneReason() {
    return switch (finish) {
      case STOP, TOOL_CALLS, CONTENT_FILTER -> "stop";
      case LENGTH -> "length";
    };
  }

  private static ObjectNode arguments(ToolCall call) throws ApiFailure {
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
}
