// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.provider.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.gateway.answer.ChatEvent;
import dev.wheelhouse.gateway.answer.FinishReason;
import dev.wheelhouse.gateway.answer.Usage;
import dev.wheelhouse.gateway.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads the objects of one {@code /api/chat} or {@code /api/generate} answer, in order. */
final class OllamaEventReader {
  private int toolCalls;
  private boolean done;

  /** Whether the last object was seen. */
  boolean done() {
    return done;
  }

  /** What one object says. */
  List<ChatEvent> read(JsonNode object) {
    List<ChatEvent> events = new ArrayList<>(2);
    // /api/generate has the same fields one level higher, and its text is called response
    boolean chat = object.has("message");
    JsonNode message = chat ? object.path("message") : object;
    String thinking = Json.text(message, "thinking");
    if (!thinking.isEmpty()) {
      events.add(new ChatEvent.Reasoning(thinking));
    }
    String content = Json.text(message, chat ? "content" : "response");
    if (!content.isEmpty()) {
      events.add(new ChatEvent.Text(content));
    }
    message.path("tool_calls").forEach(call -> events.add(toolCall(call)));
    if (object.path("done").asBoolean(false)) {
      done = true;
      events.add(new ChatEvent.Used(usage(object)));
      events.add(new ChatEvent.Finished(reason(Json.text(object, "done_reason"))));
    }
    return events;
  }

  /** Ollama sends a call whole; older versions give it no id, so one is made. */
  private ChatEvent toolCall(JsonNode call) {
    JsonNode function = call.path("function");
    String id = Json.text(call, "id");
    JsonNode arguments = function.path("arguments");
    return new ChatEvent.ToolPart(
        toolCalls++,
        id.isEmpty() ? "call_" + UUID.randomUUID().toString().replace("-", "") : id,
        Json.text(function, "name"),
        arguments.isObject() ? arguments.toString() : arguments.asText("{}"));
  }

  private FinishReason reason(String doneReason) {
    if (doneReason.equals("length")) {
      return FinishReason.LENGTH;
    }
    return toolCalls > 0 ? FinishReason.TOOL_CALLS : FinishReason.STOP;
  }

  private static Usage usage(JsonNode object) {
    return new Usage(
        object.path("prompt_eval_count").asLong(0), object.path("eval_count").asLong(0), 0, 0);
  }
}
