// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.chat.ChatMessage;
import dev.wheelhouse.gateway.chat.ChatRequest;
import dev.wheelhouse.gateway.chat.Effort;
import dev.wheelhouse.gateway.chat.OutputFormat;
import dev.wheelhouse.gateway.chat.RunnerHints;
import dev.wheelhouse.gateway.chat.Sampling;
import dev.wheelhouse.gateway.chat.ToolChoice;
import dev.wheelhouse.gateway.chat.ToolSpec;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an {@code /api/chat} request into the neutral form (docs/api.md of Ollama). */
final class OllamaRequestReader {
  private OllamaRequestReader() {}

  static ChatRequest read(ObjectNode body) throws ApiFailure {
    return new ChatRequest(
        messages(body.path("messages")),
        tools(body.path("tools")),
        new ToolChoice.Auto(),
        false,
        format(body.path("format")),
        sampling(body.path("options")),
        effort(body.path("think")),
        new RunnerHints(Json.newObject(), null),
        null);
  }

  private static List<ChatMessage> messages(JsonNode array) throws ApiFailure {
    if (!array.isArray() || array.isEmpty()) {
      throw ApiFailure.invalid(
          "This upstream cannot load or unload models: messages must have an entry.", "messages");
    }
    OllamaMessageReader reader = new OllamaMessageReader();
    List<ChatMessage> messages = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      messages.add(reader.read(array.get(i), "messages[" + i + "]"));
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

  static OutputFormat format(JsonNode format) {
    if (format.isObject()) {
      return new OutputFormat.Schema("answer", format);
    }
    return format.asText("").equals("json")
        ? new OutputFormat.AnyJson()
        : new OutputFormat.FreeText();
  }

  static Sampling sampling(JsonNode options) {
    List<String> stop = new ArrayList<>();
    options.path("stop").forEach(text -> stop.add(text.asText()));
    JsonNode predict = number(options, "num_predict");
    return new Sampling(
        number(options, "temperature"),
        number(options, "top_p"),
        number(options, "seed"),
        // -1 and -2 mean "no end" here, which is what leaving it out means elsewhere
        predict != null && predict.asLong() > 0 ? predict : null,
        number(options, "presence_penalty"),
        number(options, "frequency_penalty"),
        stop);
  }

  static Effort effort(JsonNode think) {
    if (think.isBoolean()) {
      return think.asBoolean() ? Effort.ON : Effort.OFF;
    }
    return switch (think.asText("")) {
      case "low" -> Effort.LOW;
      case "medium" -> Effort.MEDIUM;
      case "high" -> Effort.HIGH;
      case "max" -> Effort.MAX;
      default -> Effort.UNSET;
    };
  }

  private static @Nullable JsonNode number(JsonNode options, String field) {
    return options.path(field).isNumber() ? options.get(field) : null;
  }
}
