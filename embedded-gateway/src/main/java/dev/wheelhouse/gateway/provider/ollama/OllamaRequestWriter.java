// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.provider.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.chat.BarePrompt;
import dev.wheelhouse.gateway.chat.ChatMessage;
import dev.wheelhouse.gateway.chat.ChatRequest;
import dev.wheelhouse.gateway.chat.Effort;
import dev.wheelhouse.gateway.chat.ModelInfo;
import dev.wheelhouse.gateway.chat.OutputFormat;
import dev.wheelhouse.gateway.chat.Part;
import dev.wheelhouse.gateway.chat.Role;
import dev.wheelhouse.gateway.chat.Sampling;
import dev.wheelhouse.gateway.chat.ToolCall;
import dev.wheelhouse.gateway.chat.ToolChoice;
import dev.wheelhouse.gateway.chat.ToolSpec;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.json.JsonFault;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a neutral request as an {@code /api/chat} body (docs/api.md and api/types.go of Ollama).
 */
final class OllamaRequestWriter {
  private static final Json ARGUMENTS = new Json(128, 16 << 20);

  private OllamaRequestWriter() {}

  /** The body; the answer is always asked for as a stream, so that silence can be noticed. */
  static ObjectNode write(ChatRequest request, ModelInfo model) throws ApiFailure {
    ObjectNode body = Json.newObject().put("model", model.id()).put("stream", true);
    body.set("messages", messages(request.messages()));
    writeTools(body, request);
    writeSettings(body, request, model);
    return body;
  }

  /** A prompt to be continued, as an {@code /api/generate} body. */
  static ObjectNode generate(ChatRequest request, BarePrompt bare, ModelInfo model)
      throws ApiFailure {
    ObjectNode body = Json.newObject().put("model", model.id()).put("stream", true);
    for (ChatMessage message : request.messages()) {
      ObjectNode written = message(message, Map.of());
      body.set(message.role() == Role.SYSTEM ? "system" : "prompt", written.get("content"));
      if (written.has("images")) {
        body.set("images", written.get("images"));
      }
    }
    if (!bare.suffix().isEmpty()) {
      body.put("suffix", bare.suffix());
    }
    if (bare.raw()) {
      body.put("raw", true);
    }
    writeSettings(body, request, model);
    return body;
  }

  private static void writeSettings(ObjectNode body, ChatRequest request, ModelInfo model) {
    switch (request.format()) {
      case OutputFormat.FreeText _ -> {}
      case OutputFormat.AnyJson _ -> body.put("format", "json");
      case OutputFormat.Schema schema -> body.set("format", schema.schema());
    }
    writeThink(body, request.effort(), model);
    ObjectNode options = options(request);
    if (!options.isEmpty()) {
      body.set("options", options);
    }
    if (request.hints().keepAlive() != null) {
      body.set("keep_alive", request.hints().keepAlive());
    }
  }

  private static ArrayNode messages(List<ChatMessage> messages) throws ApiFailure {
    Map<String, String> toolNames = new HashMap<>();
    ArrayNode array = Json.newArray();
    for (ChatMessage message : messages) {
      message.toolCalls().forEach(call -> toolNames.put(call.id(), call.name()));
      array.add(message(message, toolNames));
    }
    return array;
  }

  private static ObjectNode message(ChatMessage message, Map<String, String> toolNames)
      throws ApiFailure {
    ObjectNode node =
        Json.newObject().put("role", role(message.role())).put("content", message.text());
    if (!message.reasoning().isEmpty()) {
      node.put("thinking", message.reasoning());
    }
    ArrayNode images = Json.newArray();
    for (Part part : message.parts()) {
      switch (part) {
        case Part.Text _ -> {}
        case Part.Image image -> images.add(image.base64());
        case Part.ImageLink _ ->
            throw ApiFailure.invalid(
                "Images must come inside the request as a data: URI; the gateway fetches none.",
                "messages");
      }
    }
    if (!images.isEmpty()) {
      node.set("images", images);
    }
    if (!message.toolCalls().isEmpty()) {
      node.set("tool_calls", toolCalls(message.toolCalls()));
    }
    if (message.role() == Role.TOOL) {
      writeToolResult(node, message, toolNames);
    }
    return node;
  }

  private static void writeToolResult(
      ObjectNode node, ChatMessage message, Map<String, String> toolNames) {
    // other dialects name only the call; Ollama wants the function's name too
    String name =
        message.toolName().isEmpty()
            ? toolNames.getOrDefault(message.toolCallId(), "")
            : message.toolName();
    if (!name.isEmpty()) {
      node.put("tool_name", name);
    }
    if (!message.toolCallId().isEmpty()) {
      node.put("tool_call_id", message.toolCallId());
    }
  }

  private static ArrayNode toolCalls(List<ToolCall> calls) throws ApiFailure {
    ArrayNode array = Json.newArray();
    for (ToolCall call : calls) {
      ObjectNode entry = array.addObject();
      if (!call.id().isEmpty()) {
        entry.put("id", call.id());
      }
      entry.putObject("function").put("name", call.name()).set("arguments", arguments(call));
    }
    return array;
  }

  private static ObjectNode arguments(ToolCall call) throws ApiFailure {
    if (call.arguments().isBlank()) {
      return Json.newObject();
    }
    try {
      return ARGUMENTS.object(call.arguments());
    } catch (JsonFault e) {
      throw ApiFailure.invalid(
          "The arguments of the tool call %s are no JSON object.".formatted(call.name()),
          "messages");
    }
  }

  private static void writeTools(ObjectNode body, ChatRequest request) {
    ArrayNode tools = Json.newArray();
    for (ToolSpec tool : request.tools()) {
      boolean offered =
          switch (request.toolChoice()) {
            case ToolChoice.Auto _, ToolChoice.Required _ -> true;
            case ToolChoice.None _ -> false;
            // Ollama cannot force a tool; offering only this one comes closest
            case ToolChoice.Named named -> named.name().equals(tool.name());
          };
      if (offered) {
        tools.addObject().put("type", "function").set("function", tool.function());
      }
    }
    if (!tools.isEmpty()) {
      body.set("tools", tools);
    }
  }

  private static void writeThink(ObjectNode body, Effort effort, ModelInfo model) {
    if (effort == Effort.UNSET || model.lacks("thinking")) {
      return; // asking a model that cannot think is an error for Ollama
    }
    switch (effort) {
      case UNSET -> {}
      case OFF -> body.put("think", false);
      case ON -> body.put("think", true);
      case LOW -> body.put("think", "low");
      case MEDIUM -> body.put("think", "medium");
      case HIGH -> body.put("think", "high");
      case MAX -> body.put("think", "max");
    }
  }

  private static ObjectNode options(ChatRequest request) {
    Sampling sampling = request.sampling();
    ObjectNode options = request.hints().options().deepCopy();
    put(options, "temperature", sampling.temperature());
    put(options, "top_p", sampling.topP());
    put(options, "seed", sampling.seed());
    put(options, "num_predict", sampling.maxTokens());
    put(options, "presence_penalty", sampling.presencePenalty());
    put(options, "frequency_penalty", sampling.frequencyPenalty());
    if (!sampling.stop().isEmpty()) {
      ArrayNode stop = options.putArray("stop");
      sampling.stop().forEach(stop::add);
    }
    return options;
  }

  private static void put(ObjectNode target, String field, @Nullable JsonNode value) {
    if (value != null) {
      target.set(field, value);
    }
  }

  private static String role(Role role) {
    return switch (role) {
      case SYSTEM -> "system";
      case USER -> "user";
      case ASSISTANT -> "assistant";
      case TOOL -> "tool";
    };
  }
}
