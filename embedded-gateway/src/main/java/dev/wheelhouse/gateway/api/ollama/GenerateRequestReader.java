// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.chat.BarePrompt;
import dev.wheelhouse.gateway.chat.ChatMessage;
import dev.wheelhouse.gateway.chat.ChatRequest;
import dev.wheelhouse.gateway.chat.Part;
import dev.wheelhouse.gateway.chat.Role;
import dev.wheelhouse.gateway.chat.RunnerHints;
import dev.wheelhouse.gateway.chat.ToolChoice;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.json.Json;
import java.util.ArrayList;
import java.util.List;

/** Reads an {@code /api/generate} request into the neutral form (docs/api.md of Ollama). */
final class GenerateRequestReader {
  private GenerateRequestReader() {}

  static ChatRequest read(ObjectNode body) throws ApiFailure {
    refuseWhatOnlyOllamaCanDo(body);
    return new ChatRequest(
        messages(body),
        List.of(),
        new ToolChoice.Auto(),
        false,
        OllamaRequestReader.format(body.path("format")),
        OllamaRequestReader.sampling(body.path("options")),
        OllamaRequestReader.effort(body.path("think")),
        new RunnerHints(Json.newObject(), null),
        new BarePrompt(text(body, "suffix"), body.path("raw").asBoolean(false)));
  }

  private static void refuseWhatOnlyOllamaCanDo(ObjectNode body) throws ApiFailure {
    if (!text(body, "template").isEmpty()) {
      throw ApiFailure.invalid("This upstream takes no template of its own.", "template");
    }
    if (!body.path("context").isEmpty()) {
      throw ApiFailure.invalid(
          "This upstream cannot go on from a context: use /api/chat with messages.", "context");
    }
  }

  private static List<ChatMessage> messages(ObjectNode body) throws ApiFailure {
    String prompt = text(body, "prompt");
    if (prompt.isEmpty()) {
      throw ApiFailure.invalid(
          "This upstream cannot load or unload models: prompt must not be empty.", "prompt");
    }
    List<ChatMessage> messages = new ArrayList<>();
    String system = text(body, "system");
    if (!system.isEmpty()) {
      messages.add(message(Role.SYSTEM, List.of(new Part.Text(system))));
    }
    List<Part> parts = new ArrayList<>();
    parts.add(new Part.Text(prompt));
    for (JsonNode image : body.path("images")) {
      parts.add(new Part.Image(ImageTypes.of(image.asText()), image.asText()));
    }
    messages.add(message(Role.USER, parts));
    return messages;
  }

  private static ChatMessage message(Role role, List<Part> parts) {
    return new ChatMessage(role, parts, "", List.of(), "", "");
  }

  private static String text(ObjectNode body, String field) {
    return body.path(field).isTextual() ? Json.text(body, field) : "";
  }
}
