// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.gateway.chat.ChatMessage;
import dev.wheelhouse.gateway.chat.Part;
import dev.wheelhouse.gateway.chat.Role;
import dev.wheelhouse.gateway.chat.ToolCall;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.json.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one message. Anthropic puts the results of tools into the user's message; elsewhere each is
 * a message of its own, before what the user says. Pictures in results go to the user's part, as
 * most servers take text only from a tool.
 */
final class AnthropicMessageReader {
  private final String place;
  private final List<ChatMessage> results = new ArrayList<>();
  private final List<Part> parts = new ArrayList<>();
  private final List<ToolCall> calls = new ArrayList<>();
  private final StringBuilder thinking = new StringBuilder();

  private AnthropicMessageReader(String place) {
    this.place = place;
  }

  /** Reads it; {@code place} names it in failures. */
  static List<ChatMessage> read(JsonNode message, String place) throws ApiFailure {
    AnthropicMessageReader reader = new AnthropicMessageReader(place);
    Role role = role(Json.text(message, "role"), place);
    JsonNode content = message.path("content");
    if (content.isTextual()) {
      reader.parts.add(new Part.Text(content.asText()));
    }
    for (JsonNode block : content) {
      reader.block(block);
    }
    return reader.messages(role);
  }

  private static Role role(String role, String place) throws ApiFailure {
    return switch (role) {
      case "user" -> Role.USER;
      case "assistant" -> Role.ASSISTANT;
      case "system" -> Role.SYSTEM;
      default -> throw ApiFailure.invalid("The role must be user or assistant.", place + ".role");
    };
  }

  private void block(JsonNode block) throws ApiFailure {
    String type = Json.text(block, "type");
    switch (type) {
      case "text" -> parts.add(new Part.Text(Json.text(block, "text")));
      case "image" -> parts.add(image(block.path("source")));
      case "document" -> parts.add(document(block.path("source")));
      case "thinking" -> thinking.append(Json.text(block, "thinking"));
      case "redacted_thinking" -> {} // readable by Anthropic only
      case "tool_use" ->
          calls.add(
              new ToolCall(
                  Json.text(block, "id"),
                  Json.text(block, "name"),
                  block.path("input").isObject() ? block.path("input").toString() : "{}"));
      case "tool_result" -> result(block);
      default ->
          throw ApiFailure.invalid(
              "This model takes no content of the type %s.".formatted(type), place + ".content");
    }
  }

  private void result(JsonNode block) throws ApiFailure {
    JsonNode content = block.path("content");
    StringBuilder text = new StringBuilder(content.isTextual() ? content.asText() : "");
    for (JsonNode part : content) {
      switch (Json.text(part, "type")) {
        case "text" -> text.append(Json.text(part, "text"));
        case "image" -> parts.add(image(part.path("source")));
        default ->
            throw ApiFailure.invalid(
                "This model takes text and images as results of tools.", place + ".content");
      }
    }
    results.add(
        new ChatMessage(
            Role.TOOL,
            List.of(new Part.Text(text.toString())),
            "",
            List.of(),
            Json.text(block, "tool_use_id"),
            ""));
  }

  private Part image(JsonNode source) throws ApiFailure {
    return switch (Json.text(source, "type")) {
      case "base64" -> new Part.Image(Json.text(source, "media_type"), Json.text(source, "data"));
      case "url" -> new Part.ImageLink(Json.text(source, "url"));
      default ->
          throw ApiFailure.invalid(
              "An image must be base64 or a url at this model.", place + ".content");
    };
  }

  private Part document(JsonNode source) throws ApiFailure {
    if (!Json.text(source, "type").equals("text")) {
      throw ApiFailure.invalid("This model takes documents as text only.", place + ".content");
    }
    return new Part.Text(Json.text(source, "data"));
  }

  private List<ChatMessage> messages(Role role) {
    List<ChatMessage> messages = new ArrayList<>(results);
    boolean more = !parts.isEmpty() || !calls.isEmpty() || !thinking.isEmpty();
    if (more || results.isEmpty()) {
      messages.add(new ChatMessage(role, parts, thinking.toString(), calls, "", ""));
    }
    return messages;
  }
}
