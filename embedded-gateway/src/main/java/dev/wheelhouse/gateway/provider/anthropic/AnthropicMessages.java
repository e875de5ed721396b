// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.provider.anthropic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.chat.ChatMessage;
import dev.wheelhouse.gateway.chat.Part;
import dev.wheelhouse.gateway.chat.Role;
import dev.wheelhouse.gateway.chat.ToolCall;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.json.JsonFault;
import java.util.List;

/**
 * Writes a conversation as Anthropic wants it: turns alternate, and all results of one round of
 * tool calls stand in one turn. Thoughts are left out, as they count only with their signature.
 */
final class AnthropicMessages {
  private static final Json ARGUMENTS = new Json(128, 16 << 20);

  private final ArrayNode turns = Json.newArray();

  private AnthropicMessages() {}

  /** The turns; systems are not among them. */
  static ArrayNode write(List<ChatMessage> messages) throws ApiFailure {
    AnthropicMessages writer = new AnthropicMessages();
    for (ChatMessage message : messages) {
      switch (message.role()) {
        case SYSTEM -> {}
        case USER -> writer.addParts(writer.turn("user"), message);
        case ASSISTANT -> writer.addAnswer(writer.turn("assistant"), message);
        case TOOL -> writer.addResult(writer.turn("user"), message);
      }
    }
    return writer.turns;
  }

  /** The content of the last turn if it is this role's, or of a new one. */
  private ArrayNode turn(String role) {
    if (!turns.isEmpty()) {
      ObjectNode last = (ObjectNode) turns.get(turns.size() - 1);
      if (last.path("role").asText().equals(role)) {
        return (ArrayNode) last.get("content");
      }
    }
    return turns.addObject().put("role", role).putArray("content");
  }

  private void addParts(ArrayNode content, ChatMessage message) {
    for (Part part : message.parts()) {
      switch (part) {
        case Part.Text text -> addText(content, text.text());
        case Part.Image image -> {
          ObjectNode source = content.addObject().put("type", "image").putObject("source");
          source.put("type", "base64").put("media_type", image.mediaType());
          source.put("data", image.base64());
        }
        case Part.ImageLink link ->
            content
                .addObject()
                .put("type", "image")
                .putObject("source")
                .put("type", "url")
                .put("url", link.url());
      }
    }
    if (content.isEmpty() && message.role() == Role.USER) {
      content.addObject().put("type", "text").put("text", " "); // a turn must not be empty
    }
  }

  private void addAnswer(ArrayNode content, ChatMessage message) throws ApiFailure {
    addParts(content, message);
    for (ToolCall call : message.toolCalls()) {
      content
          .addObject()
          .put("type", "tool_use")
          .put("id", id(call.id()))
          .put("name", call.name())
          .set("input", input(call));
    }
    if (content.isEmpty()) {
      turns.remove(turns.size() - 1); // an answer that was only thought
    }
  }

  private void addResult(ArrayNode content, ChatMessage message) {
    ObjectNode result = content.addObject().put("type", "tool_result");
    result.put("tool_use_id", id(message.toolCallId()));
    addParts(result.putArray("content"), message);
  }

  /** Empty texts are refused. */
  private static void addText(ArrayNode content, String text) {
    if (!text.isEmpty()) {
      content.addObject().put("type", "text").put("text", text);
    }
  }

  /** Other dialects allow every letter in an id. */
  private static String id(String id) {
    return id.replaceAll("[^a-zA-Z0-9_-]", "_");
  }

  private static ObjectNode input(ToolCall call) throws ApiFailure {
    if (call.arguments().isBlank()) {
      return Json.newObject();
    }
    try {
      return ARGUMENTS.object(call.arguments());
    } catch (JsonFault e) {
      throw ApiFailure.invalid(
          "The arguments of the tool call %s are no JSON object.".formatted(call.name()),
          "messages");
    }
  }
}
