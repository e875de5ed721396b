// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.chat.ChatMessage;
import dev.wheelhouse.gateway.chat.ChatRequest;
import dev.wheelhouse.gateway.chat.Effort;
import dev.wheelhouse.gateway.chat.OutputFormat;
import dev.wheelhouse.gateway.chat.Sampling;
import dev.wheelhouse.gateway.chat.ToolChoice;
import dev.wheelhouse.gateway.chat.ToolSpec;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.json.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a {@code chat.completion} request into the neutral form (openai-openapi, openapi.yaml). Two
 * fields come from Ollama, so that OpenAI clients can reach them: {@code options} and {@code
 * keep_alive}.
 */
final class OpenAiRequestReader {
  private OpenAiRequestReader() {}

  static ChatRequest read(ObjectNode body) throws ApiFailure {
    if (body.path("n").asInt(1) > 1) {
      throw ApiFailure.invalid("This model gives one answer at a time: n must be 1.", "n");
    }
    return new ChatRequest(
        messages(body.path("messages")),
        tools(body.path("tools")),
        toolChoice(body.path("tool_choice")),
        !body.path("parallel_tool_calls").asBoolean(true),
        format(body.path("response_format")),
        sampling(body),
        effort(body),
        OpenAiFields.hints(body),
        null);
  }

  private static List<ChatMessage> messages(JsonNode array) throws ApiFailure {
    if (!array.isArray() || array.isEmpty()) {
      throw ApiFailure.invalid("The field messages must be a list with an entry.", "messages");
    }
    List<ChatMessage> messages = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      messages.add(OpenAiMessageReader.read(array.get(i), "messages[" + i + "]"));
    }
    return messages;
  }

  private static List<ToolSpec> tools(JsonNode array) throws ApiFailure {
    List<ToolSpec> tools = new ArrayList<>();
    for (JsonNode tool : array) {
      String name = Json.text(tool.path("function"), "name");
      if (name.isEmpty() || !(tool.path("function") instanceof ObjectNode function)) {
        throw ApiFailure.invalid("Only tools of the type function are known.", "tools");
      }
      tools.add(new ToolSpec(name, function));
    }
    return tools;
  }

  private static ToolChoice toolChoice(JsonNode choice) {
    if (choice.isObject()) {
      return new ToolChoice.Named(Json.text(choice.path("function"), "name"));
    }
    return switch (choice.asText("auto")) {
      case "none" -> new ToolChoice.None();
      case "required" -> new ToolChoice.Required();
      default -> new ToolChoice.Auto();
    };
  }

  private static OutputFormat format(JsonNode format) throws ApiFailure {
    return switch (format.path("type").asText("text")) {
      case "text" -> new OutputFormat.FreeText();
      case "json_object" -> new OutputFormat.AnyJson();
      case "json_schema" -> {
        JsonNode schema = format.path("json_schema");
        if (!schema.path("schema").isObject()) {
          throw ApiFailure.invalid("The schema is missing.", "response_format.json_schema.schema");
        }
        yield new OutputFormat.Schema(schema.path("name").asText("answer"), schema.path("schema"));
      }
      default ->
          throw ApiFailure.invalid(
              "The type must be text, json_object or json_schema.", "response_format.type");
    };
  }

  /** How tokens are chosen; the same in {@code /v1/completions}. */
  static Sampling sampling(ObjectNode body) {
    JsonNode newName = OpenAiFields.number(body, "max_completion_tokens");
    return new Sampling(
        OpenAiFields.number(body, "temperature"),
        OpenAiFields.number(body, "top_p"),
        OpenAiFields.number(body, "seed"),
        newName != null ? newName : OpenAiFields.number(body, "max_tokens"),
        OpenAiFields.number(body, "presence_penalty"),
        OpenAiFields.number(body, "frequency_penalty"),
        stop(body.path("stop")));
  }

  private static List<String> stop(JsonNode stop) {
    if (stop.isTextual()) {
      return List.of(stop.asText());
    }
    List<String> texts = new ArrayList<>();
    stop.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static Effort effort(ObjectNode body) {
    String plain = body.path("reasoning_effort").asText("");
    return OpenAiFields.effort(
        plain.isEmpty() ? Json.text(body.path("reasoning"), "effort") : plain);
  }
}
