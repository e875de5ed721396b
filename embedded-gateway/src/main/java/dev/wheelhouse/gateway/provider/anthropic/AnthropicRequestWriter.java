// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.chat.ChatMessage;
import dev.wheelhouse.gateway.chat.ChatRequest;
import dev.wheelhouse.gateway.chat.Effort;
import dev.wheelhouse.gateway.chat.OutputFormat;
import dev.wheelhouse.gateway.chat.Role;
import dev.wheelhouse.gateway.chat.Sampling;
import dev.wheelhouse.gateway.chat.ToolChoice;
import dev.wheelhouse.gateway.chat.ToolSpec;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.json.Json;
import org.jspecify.annotations.Nullable;

/** Writes a neutral request as a {@code /v1/messages} body. */
final class AnthropicRequestWriter {
  private static final int LEAST_BUDGET = 1024;
  private static final String JSON_ONLY = "Answer with one JSON object and nothing else.";

  private final ChatRequest request;
  private final ClaudeModel model;
  private final ObjectNode body;

  private AnthropicRequestWriter(ChatRequest request, String model) {
    this.request = request;
    this.model = ClaudeModel.of(model);
    this.body = Json.newObject().put("model", model).put("stream", true);
  }

  /** The body; always a stream. */
  static ObjectNode write(ChatRequest request, String model) throws ApiFailure {
    return new AnthropicRequestWriter(request, model).write();
  }

  private ObjectNode write() throws ApiFailure {
    if (request.bare() != null && !request.bare().likeChat()) {
      throw ApiFailure.invalid(
          "This model takes chats only: no suffix and no raw prompt.", "prompt");
    }
    JsonNode given = request.sampling().maxTokens();
    JsonNode maxTokens = given == null ? new IntNode(model.defaultMaxTokens()) : given;
    body.set("max_tokens", maxTokens);
    writeSystem();
    body.set("messages", AnthropicMessages.write(request.messages()));
    writeTools();
    boolean thinks = writeThinking(maxTokens.asInt());
    writeSampling(request.sampling(), thinks);
    if (request.format() instanceof OutputFormat.Schema schema) {
      body.withObjectProperty("output_config")
          .putObject("format")
          .put("type", "json_schema")
          .set("schema", schema.schema());
    }
    return body;
  }

  /** Systems stand outside of the conversation; several are kept apart. */
  private void writeSystem() {
    ArrayNode system = Json.newArray();
    for (ChatMessage message : request.messages()) {
      if (message.role() == Role.SYSTEM && !message.text().isEmpty()) {
        system.addObject().put("type", "text").put("text", message.text());
      }
    }
    if (request.format() instanceof OutputFormat.AnyJson) {
      system.addObject().put("type", "text").put("text", JSON_ONLY);
    }
    if (!system.isEmpty()) {
      body.set("system", system);
    }
  }

  private void writeTools() {
    if (request.tools().isEmpty()) {
      return;
    }
    ArrayNode tools = body.putArray("tools");
    for (ToolSpec tool : request.tools()) {
      ObjectNode node = tools.addObject().put("name", tool.name());
      if (tool.function().hasNonNull("description")) {
        node.set("description", tool.function().get("description"));
      }
      boolean described = tool.function().path("parameters").has("type");
      node.set(
          "input_schema",
          described
              ? tool.function().get("parameters")
              : Json.newObject().put("type", "object")); // which is required
    }
    ObjectNode choice = choice(request.toolChoice());
    if (request.oneToolAtATime() && !(request.toolChoice() instanceof ToolChoice.None)) {
      choice.put("disable_parallel_tool_use", true);
    }
    if (choice.size() > 1 || !(request.toolChoice() instanceof ToolChoice.Auto)) {
      body.set("tool_choice", choice);
    }
  }

  private static ObjectNode choice(ToolChoice choice) {
    return switch (choice) {
      case ToolChoice.Auto _ -> Json.newObject().put("type", "auto");
      case ToolChoice.None _ -> Json.newObject().put("type", "none");
      case ToolChoice.Required _ -> Json.newObject().put("type", "any");
      case ToolChoice.Named named -> Json.newObject().put("type", "tool").put("name", named.name());
    };
  }

  /** Returns whether thinking is asked for. */
  private boolean writeThinking(int maxTokens) {
    Effort effort = request.effort();
    if (effort == Effort.UNSET || effort == Effort.OFF) {
      return false;
    }
    boolean forced =
        request.toolChoice() instanceof ToolChoice.Required
            || request.toolChoice() instanceof ToolChoice.Named;
    if (forced) {
      return false; // the two exclude each other
    }
    if (model.thinksByEffort()) {
      body.putObject("thinking").put("type", "adaptive");
      if (effort != Effort.ON) {
        body.withObjectProperty("output_config").put("effort", word(effort));
      }
      return true;
    }
    int budget = Math.min(budget(effort), maxTokens - 1);
    // after a tool's result older models want their signed thoughts back, which clients of other
    // dialects cannot keep
    if (budget < LEAST_BUDGET || request.messages().getLast().role() == Role.TOOL) {
      return false;
    }
    body.putObject("thinking").put("type", "enabled").put("budget_tokens", budget);
    return true;
  }

  private static String word(Effort effort) {
    return switch (effort) {
      case LOW -> "low";
      case MEDIUM -> "medium";
      case MAX -> "max";
      case HIGH, UNSET, OFF, ON -> "high";
    };
  }

  private static int budget(Effort effort) {
    return switch (effort) {
      case LOW -> 2_048;
      case HIGH -> 16_384;
      case MAX -> 31_999;
      case MEDIUM, UNSET, OFF, ON -> 8_192;
    };
  }

  private void writeSampling(Sampling sampling, boolean thinks) {
    if (model.takesSampling() && !thinks) {
      put("temperature", clamped(sampling.temperature()));
      if (sampling.temperature() == null || !model.takesOneOfTemperatureAndTopP()) {
        put("top_p", sampling.topP());
      }
      JsonNode topK = request.hints().options().path("top_k");
      put("top_k", topK.isNumber() ? topK : null);
    }
    ArrayNode stop = Json.newArray();
    // texts of white space only are refused
    sampling.stop().stream().filter(text -> !text.isBlank()).forEach(stop::add);
    if (!stop.isEmpty()) {
      body.set("stop_sequences", stop);
    }
  }

  /** Other dialects go up to 2. */
  private static @Nullable JsonNode clamped(@Nullable JsonNode temperature) {
    return temperature != null && temperature.asDouble() > 1 ? new IntNode(1) : temperature;
  }

  private void put(String field, @Nullable JsonNode value) {
    if (value != null) {
      body.set(field, value);
    }
  }
}
