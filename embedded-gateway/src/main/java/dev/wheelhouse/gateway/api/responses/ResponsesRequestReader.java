// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.api.openai.OpenAiFields;
import dev.wheelhouse.gateway.chat.ChatRequest;
import dev.wheelhouse.gateway.chat.OutputFormat;
import dev.wheelhouse.gateway.chat.Sampling;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.json.Json;
import java.util.List;

/** Reads a {@code /v1/responses} request into the neutral form (openai-openapi, openapi.yaml). */
final class ResponsesRequestReader {
  private ResponsesRequestReader() {}

  static ChatRequest read(ObjectNode body) throws ApiFailure {
    ResponsesTools tools = ResponsesTools.read(body);
    return new ChatRequest(
        InputItems.read(OpenAiFields.text(body, "instructions"), body.path("input")),
        tools.offered(),
        tools.choice(),
        !body.path("parallel_tool_calls").asBoolean(true),
        format(body.path("text").path("format")),
        sampling(body),
        OpenAiFields.effort(OpenAiFields.text(body.path("reasoning"), "effort")),
        OpenAiFields.hints(body),
        null);
  }

  private static OutputFormat format(JsonNode format) throws ApiFailure {
    return switch (format.path("type").asText("text")) {
      case "text" -> new OutputFormat.FreeText();
      case "json_object" -> new OutputFormat.AnyJson();
      case "json_schema" -> {
        if (!format.path("schema").isObject()) {
          throw ApiFailure.invalid("The schema is missing.", "text.format.schema");
        }
        String name = Json.text(format, "name");
        yield new OutputFormat.Schema(name.isEmpty() ? "answer" : name, format.path("schema"));
      }
      default ->
          throw ApiFailure.invalid(
              "The type must be text, json_object or json_schema.", "text.format.type");
    };
  }

  private static Sampling sampling(ObjectNode body) {
    return new Sampling(
        OpenAiFields.number(body, "temperature"),
        OpenAiFields.number(body, "top_p"),
        null,
        OpenAiFields.number(body, "max_output_tokens"),
        null,
        null,
        List.of());
  }
}
