// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.chat.BarePrompt;
import dev.wheelhouse.gateway.chat.ChatMessage;
import dev.wheelhouse.gateway.chat.ChatRequest;
import dev.wheelhouse.gateway.chat.Effort;
import dev.wheelhouse.gateway.chat.OutputFormat;
import dev.wheelhouse.gateway.chat.Part;
import dev.wheelhouse.gateway.chat.Role;
import dev.wheelhouse.gateway.chat.ToolChoice;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.json.Json;
import java.util.List;

/** Reads a {@code /v1/completions} request into the neutral form (openai-openapi, openapi.yaml). */
final class CompletionRequestReader {
  private CompletionRequestReader() {}

  static ChatRequest read(ObjectNode body) throws ApiFailure {
    for (String field : List.of("n", "best_of")) {
      if (body.path(field).asInt(1) > 1) {
        throw ApiFailure.invalid(
            "This model gives one answer at a time: %s must be 1.".formatted(field), field);
      }
    }
    if (body.path("echo").asBoolean(false)) {
      throw ApiFailure.invalid("This model does not repeat its prompt.", "echo");
    }
    ChatMessage prompt =
        new ChatMessage(
            Role.USER, List.of(new Part.Text(prompt(body.path("prompt")))), "", List.of(), "", "");
    String suffix = body.hasNonNull("suffix") ? Json.text(body, "suffix") : "";
    return new ChatRequest(
        List.of(prompt),
        List.of(),
        new ToolChoice.Auto(),
        false,
        new OutputFormat.FreeText(),
        OpenAiRequestReader.sampling(body),
        Effort.UNSET,
        OpenAiFields.hints(body),
        new BarePrompt(suffix, false));
  }

  private static String prompt(JsonNode prompt) throws ApiFailure {
    JsonNode text = prompt.isArray() && prompt.size() == 1 ? prompt.get(0) : prompt;
    if (!text.isTextual() || text.asText().isEmpty()) {
      throw ApiFailure.invalid(
          "This model takes one prompt at a time, as text and not as tokens.", "prompt");
    }
    return text.asText();
  }
}
