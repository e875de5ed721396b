// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.gateway.chat.ChatMessage;
import dev.wheelhouse.gateway.chat.Part;
import dev.wheelhouse.gateway.chat.Role;
import dev.wheelhouse.gateway.chat.ToolCall;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.json.Json;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Reads the messages of one {@code /api/chat} request, in order. Ollama may leave out the ids that
 * join tool calls and results; then they are made, and a result is joined to the first open call of
 * its tool.
 */
final class OllamaMessageReader {
  private final List<ToolCall> open = new ArrayList<>();
  private int made;

  /** Reads the next message; {@code place} names it in failures. */
  ChatMessage read(JsonNode message, String place) throws ApiFailure {
    Role role = role(Json.text(message, "role"), place);
    List<Part> parts = new ArrayList<>();
    String content = Json.text(message, "content");
    if (!content.isEmpty() || !message.has("images")) {
      parts.add(new Part.Text(content));
    }
    for (JsonNode image : message.path("images")) {
      parts.add(new Part.Image(ImageTypes.of(image.asText()), image.asText()));
    }
    List<ToolCall> calls = toolCalls(message.path("tool_calls"));
    open.addAll(calls);
    String toolName = Json.text(message, "tool_name");
    String callId = role == Role.TOOL ? callId(message, toolName) : "";
    return new ChatMessage(role, parts, Json.text(message, "thinking"), calls, callId, toolName);
  }

  private static Role role(String role, String place) throws ApiFailure {
    return switch (role) {
      case "system" -> Role.SYSTEM;
      case "user" -> Role.USER;
      case "assistant" -> Role.ASSISTANT;
      case "tool" -> Role.TOOL;
      default ->
          throw ApiFailure.invalid(
              "The role must be system, user, assistant or tool.", place + ".role");
    };
  }

  private List<ToolCall> toolCalls(JsonNode array) {
    List<ToolCall> calls = new ArrayList<>();
    for (JsonNode call : array) {
      JsonNode function = call.path("function");
      String id = Json.text(call, "id");
      calls.add(
          new ToolCall(
              id.isEmpty() ? "call_" + made++ : id,
              Json.text(function, "name"),
              function.path("arguments").isObject()
                  ? function.path("arguments").toString()
                  : function.path("arguments").asText("{}")));
    }
    return calls;
  }

  private String callId(JsonNode message, String toolName) {
    String given = Json.text(message, "tool_call_id");
    for (Iterator<ToolCall> calls = open.iterator(); calls.hasNext(); ) {
      ToolCall call = calls.next();
      boolean fits =
          given.isEmpty()
              ? toolName.isEmpty() || call.name().equals(toolName)
              : call.id().equals(given);
      if (fits) {
        calls.remove();
        return call.id();
      }
    }
    return given;
  }
}
