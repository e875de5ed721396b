// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.gateway.api.openai.OpenAiFields;
import dev.wheelhouse.gateway.chat.ChatMessage;
import dev.wheelhouse.gateway.chat.Part;
import dev.wheelhouse.gateway.chat.Role;
import dev.wheelhouse.gateway.chat.ToolCall;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.json.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the conversation of a request. What the model thought, said and called in one turn are
 * items of their own here; elsewhere they are one message. Pictures in results of tools go to the
 * user's next message, as most servers take text only from a tool.
 */
final class InputItems {
  private final List<ChatMessage> messages = new ArrayList<>();
  private final List<Part> spoken = new ArrayList<>();
  private final List<ToolCall> calls = new ArrayList<>();
  private final StringBuilder thoughts = new StringBuilder();
  private final List<Part> pictures = new ArrayList<>();

  private InputItems() {}

  static List<ChatMessage> read(String instructions, JsonNode input) throws ApiFailure {
    InputItems items = new InputItems();
    if (!instructions.isEmpty()) {
      items.add(Role.SYSTEM, List.of(new Part.Text(instructions)));
    }
    if (input.isTextual()) {
      items.add(Role.USER, List.of(new Part.Text(input.asText())));
      return items.messages;
    }
    if (!input.isArray() || input.isEmpty()) {
      throw ApiFailure.invalid("The field input must be a text or a list with an entry.", "input");
    }
    for (int i = 0; i < input.size(); i++) {
      items.item(input.get(i), "input[" + i + "]");
    }
    items.endTurn();
    items.endResults();
    return items.messages;
  }

  private void item(JsonNode item, String place) throws ApiFailure {
    String type = item.path("type").asText("message");
    switch (type) {
      case "message" -> message(item, place);
      case "reasoning" -> reasoning(item);
      case "function_call" -> {
        endResults();
        calls.add(
            new ToolCall(
                OpenAiFields.text(item, "call_id"),
                OpenAiFields.text(item, "name"),
                OpenAiFields.text(item, "arguments")));
      }
      case "function_call_output" -> output(item, place);
      case "item_reference" ->
          throw ApiFailure.invalid(
              "The gateway keeps no items, so they cannot be named by their id: send \"store\": false,"
                  + " and the items themselves.",
              place);
      default ->
          throw ApiFailure.invalid(
              "This model takes no items of the type %s.".formatted(type), place + ".type");
    }
  }

  private void message(JsonNode item, String place) throws ApiFailure {
    Role role = role(Json.text(item, "role"), place);
    List<Part> parts = parts(item.path("content"), place + ".content");
    endResults();
    if (role == Role.ASSISTANT) {
      if (!calls.isEmpty()) {
        endTurn();
      }
      spoken.addAll(parts);
      return;
    }
    endTurn();
    add(role, parts);
  }

  private static Role role(String role, String place) throws ApiFailure {
    return switch (role) {
      case "system", "developer" -> Role.SYSTEM;
      case "user" -> Role.USER;
      case "assistant" -> Role.ASSISTANT;
      default ->
          throw ApiFailure.invalid(
              "The role must be system, developer, user or assistant.", place + ".role");
    };
  }

  private void reasoning(JsonNode item) {
    endResults();
    if (!spoken.isEmpty() || !calls.isEmpty()) {
      endTurn();
    }
    for (String field : List.of("summary", "content")) {
      // some servers fill only the one, some only the other
      if (thoughts.isEmpty()) {
        item.path(field).forEach(part -> thoughts.append(OpenAiFields.text(part, "text")));
      }
    }
  }

  private void output(JsonNode item, String place) throws ApiFailure {
    endTurn();
    StringBuilder text = new StringBuilder();
    for (Part part : parts(item.path("output"), place + ".output")) {
      if (part instanceof Part.Text plain) {
        text.append(plain.text());
      } else {
        pictures.add(part);
      }
    }
    messages.add(
        new ChatMessage(
            Role.TOOL,
            List.of(new Part.Text(text.toString())),
            "",
            List.of(),
            OpenAiFields.text(item, "call_id"),
            ""));
  }

  private static List<Part> parts(JsonNode content, String place) throws ApiFailure {
    if (content.isTextual()) {
      return List.of(new Part.Text(content.asText()));
    }
    List<Part> parts = new ArrayList<>();
    for (JsonNode part : content) {
      String type = Json.text(part, "type");
      parts.add(
          switch (type) {
            case "input_text", "output_text", "text" ->
                new Part.Text(OpenAiFields.text(part, "text"));
            case "refusal" -> new Part.Text(OpenAiFields.text(part, "refusal"));
            case "input_image" -> image(part, place);
            default ->
                throw ApiFailure.invalid(
                    "This model takes text and images; a part is of the type %s.".formatted(type),
                    place);
          });
    }
    return parts;
  }

  private static Part image(JsonNode part, String place) throws ApiFailure {
    String url = OpenAiFields.text(part, "image_url");
    if (url.isEmpty()) {
      throw ApiFailure.invalid(
          "The gateway keeps no files: send the image as a data: URI in image_url.", place);
    }
    return OpenAiFields.image(url, place);
  }

  /** What the model did in its turn becomes one message. */
  private void endTurn() {
    if (!spoken.isEmpty() || !calls.isEmpty() || !thoughts.isEmpty()) {
      messages.add(new ChatMessage(Role.ASSISTANT, spoken, thoughts.toString(), calls, "", ""));
      spoken.clear();
      calls.clear();
      thoughts.setLength(0);
    }
  }

  private void endResults() {
    if (!pictures.isEmpty()) {
      add(Role.USER, pictures);
      pictures.clear();
    }
  }

  private void add(Role role, List<Part> parts) {
    messages.add(new ChatMessage(role, parts, "", List.of(), "", ""));
  }
}
