// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.chat.ChatMessage;
import dev.wheelhouse.gateway.chat.ChatRequest;
import dev.wheelhouse.gateway.chat.Effort;
import dev.wheelhouse.gateway.chat.OutputFormat;
import dev.wheelhouse.gateway.chat.Part;
import dev.wheelhouse.gateway.chat.Role;
import dev.wheelhouse.gateway.chat.RunnerHints;
import dev.wheelhouse.gateway.chat.Sampling;
import dev.wheelhouse.gateway.chat.ToolChoice;
import dev.wheelhouse.gateway.chat.ToolSpec;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code /v1/messages} request into the neutral form. What only Anthropic knows and nothing
 * depends on, as {@code cache_control} and {@code metadata}, is left out.
 */
final class AnthropicRequestReader {
  private AnthropicRequestReader() {}

  static ChatRequest read(ObjectNode body) throws ApiFailure {
    JsonNode choice = body.path("tool_choice");
    return new ChatRequest(
        messages(body),
        tools(body.path("tools")),
        toolChoice(choice),
        choice.path("disable_parallel_tool_use").asBoolean(false),
        format(body),
        sampling(body),
        effort(body),
        hints(body),
        null);
  }

  private static List<ChatMessage> messages(ObjectNode body) throws ApiFailure {
    JsonNode array = body.path("messages");
    if (!array.isArray() || array.isEmpty()) {
      throw ApiFailure.invalid("messages: at least one message is required.", "messages");
    }
    List<ChatMessage> messages = new ArrayList<>();
    String system = system(body.path("system"));
    if (!system.isEmpty()) {
      messages.add(
          new ChatMessage(Role.SYSTEM, List.of(new Part.Text(system)), "", List.of(), "", ""));
    }
    for (int i = 0; i < array.size(); i++) {
      messages.addAll(AnthropicMessageReader.read(array.get(i), "messages." + i));
    }
    return messages;
  }

  /** A text, or blocks of text, which other dialects take as one. */
  private static String system(JsonNode system) {
    if (system.isTextual()) {
      return system.asText();
    }
    StringJoiner texts = new StringJoiner("\n\n");
    for (JsonNode block : system) {
      texts.add(Json.text(block, "text"));
    }
    return texts.toString();
  }

  private static List<ToolSpec> tools(JsonNode array) throws ApiFailure {
    List<ToolSpec> tools = new ArrayList<>();
    for (JsonNode tool : array) {
      String name = Json.text(tool, "name");
      if (!tool.path("input_schema").isObject()) {
        throw ApiFailure.invalid(
            "The tool %s runs at Anthropic only; this model takes tools with an input_schema."
                .formatted(name),
            "tools");
      }
      ObjectNode function = Json.newObject().put("name", name);
      if (tool.hasNonNull("description")) {
        function.set("description", tool.get("description"));
      }
      function.set("parameters", tool.get("input_schema"));
      tools.add(new ToolSpec(name, function));
    }
    return tools;
  }

  private static ToolChoice toolChoice(JsonNode choice) {
    return switch (choice.path("type").asText("auto")) {
      case "none" -> new ToolChoice.None();
      case "any" -> new ToolChoice.Required();
      case "tool" -> new ToolChoice.Named(Json.text(choice, "name"));
      default -> new ToolChoice.Auto();
    };
  }

  private static OutputFormat format(ObjectNode body) {
    JsonNode format = body.path("output_config").path("format");
    return format.path("schema").isObject()
        ? new OutputFormat.Schema("answer", format.path("schema"))
        : new OutputFormat.FreeText();
  }

  private static Sampling sampling(ObjectNode body) {
    List<String> stop = new ArrayList<>();
    body.path("stop_sequences").forEach(text -> stop.add(text.asText()));
    return new Sampling(
        number(body, "temperature"),
        number(body, "top_p"),
        null,
        number(body, "max_tokens"),
        null,
        null,
        stop);
  }

  /** Efforts that we do not know are left to the model's default rather than refused. */
  private static Effort effort(ObjectNode body) {
    String thinking = Json.text(body.path("thinking"), "type");
    if (thinking.equals("disabled")) {
      return Effort.OFF;
    }
    return switch (Json.text(body.path("output_config"), "effort")) {
      case "low" -> Effort.LOW;
      case "medium" -> Effort.MEDIUM;
      case "high" -> Effort.HIGH;
      case "xhigh", "max" -> Effort.MAX;
      default -> thinking.isEmpty() ? Effort.UNSET : Effort.ON;
    };
  }

  private static RunnerHints hints(ObjectNode body) {
    ObjectNode options =
        body.path("options") instanceof ObjectNode given ? given.deepCopy() : Json.newObject();
    if (body.path("top_k").isNumber()) {
      options.set("top_k", body.get("top_k"));
    }
    return new RunnerHints(options, body.hasNonNull("keep_alive") ? body.get("keep_alive") : null);
  }

  private static @Nullable JsonNode number(ObjectNode body, String field) {
    return body.path(field).isNumber() ? body.get(field) : null;
  }
}
