// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.gateway.chat.ChatMessage;
import dev.wheelhouse.gateway.chat.Part;
import dev.wheelhouse.gateway.chat.Role;
import dev.wheelhouse.gateway.chat.ToolCall;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.json.Json;
import java.util.ArrayList;
import java.util.List;

/** Reads one message of a {@code chat.completion} request. */
final class OpenAiMessageReader {
  private OpenAiMessageReader() {}

  /** Reads it; {@code place} names it in failures. */
  static ChatMessage read(JsonNode message, String place) throws ApiFailure {
    Role role = role(Json.text(message, "role"), place);
    String reasoning =
        message.hasNonNull("reasoning_content")
            ? Json.text(message, "reasoning_content")
            : message.path("reasoning").asText("");
    return new ChatMessage(
        role,
        parts(message.path("content"), place),
        reasoning,
        toolCalls(message.path("tool_calls")),
        OpenAiFields.text(message, "tool_call_id"),
        role == Role.TOOL ? OpenAiFields.text(message, "name") : "");
  }

  private static Role role(String role, String place) throws ApiFailure {
    return switch (role) {
      case "system", "developer" -> Role.SYSTEM;
      case "user" -> Role.USER;
      case "assistant" -> Role.ASSISTANT;
      case "tool" -> Role.TOOL;
      default ->
          throw ApiFailure.invalid(
              "The role must be system, developer, user, assistant or tool.", place + ".role");
    };
  }

  private static List<Part> parts(JsonNode content, String place) throws ApiFailure {
    if (content.isTextual()) {
      return List.of(new Part.Text(content.asText()));
    }
    List<Part> parts = new ArrayList<>();
    for (JsonNode part : content) {
      parts.add(part(part, place));
    }
    return parts;
  }

  private static Part part(JsonNode part, String place) throws ApiFailure {
    String type = Json.text(part, "type");
    return switch (type) {
      case "text" -> new Part.Text(Json.text(part, "text"));
      case "refusal" -> new Part.Text(Json.text(part, "refusal"));
      case "image_url" -> image(part.path("image_url"), place);
      default ->
          throw ApiFailure.invalid(
              "This model takes text and images; a part is neither.", place + ".content");
    };
  }

  private static Part image(JsonNode imageUrl, String place) throws ApiFailure {
    String url = imageUrl.isTextual() ? imageUrl.asText() : Json.text(imageUrl, "url");
    return OpenAiFields.image(url, place + ".content");
  }

  private static List<ToolCall> toolCalls(JsonNode array) {
    List<ToolCall> calls = new ArrayList<>();
    for (JsonNode call : array) {
      JsonNode function = call.path("function");
      calls.add(
          new ToolCall(
              OpenAiFields.text(call, "id"),
              OpenAiFields.text(function, "name"),
              OpenAiFields.text(function, "arguments")));
    }
    return calls;
  }
}
