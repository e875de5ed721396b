// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.provider.perplexity;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.chat.ChatMessage;
import dev.wheelhouse.gateway.chat.ChatRequest;
import dev.wheelhouse.gateway.chat.Effort;
import dev.wheelhouse.gateway.chat.OutputFormat;
import dev.wheelhouse.gateway.chat.Part;
import dev.wheelhouse.gateway.chat.Role;
import dev.wheelhouse.gateway.chat.ToolCall;
import dev.wheelhouse.gateway.chat.ToolChoice;
import dev.wheelhouse.gateway.chat.ToolSpec;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.provider.CallMemory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes a neutral request as a body of the Agent API. A name without a vendor is one of its
 * presets, which bring a model and web search; a Sonar model is asked to search as it always did.
 */
final class PerplexityRequestWriter {
  private static final String JSON_ONLY = "Answer with one JSON object and nothing else.";
  private static final String SONAR = "sonar";

  private final ChatRequest request;
  private final CallMemory memory;
  private final ObjectNode body = Json.newObject();
  private final Map<String, String> names = new HashMap<>();

  private PerplexityRequestWriter(ChatRequest request, CallMemory memory) {
    this.request = request;
    this.memory = memory;
  }

  /** The body; always a stream. */
  static ObjectNode write(ChatRequest request, String model, CallMemory memory) throws ApiFailure {
    if (request.bare() != null && !request.bare().likeChat()) {
      throw ApiFailure.invalid(
          "This model takes chats only: no suffix and no raw prompt.", "prompt");
    }
    return new PerplexityRequestWriter(request, memory).write(model);
  }

  private ObjectNode write(String model) {
    boolean sonar = model.substring(model.indexOf('/') + 1).startsWith(SONAR);
    if (model.indexOf('/') >= 0) {
      body.put("model", model);
    } else if (sonar) {
      body.put("model", "perplexity/" + model);
    } else {
      body.put("preset", model);
    }
    body.put("stream", true);
    writeInstructions();
    ArrayNode input = body.putArray("input");
    request.messages().forEach(message -> addMessage(input, message));
    writeTools(sonar);
    if (request.sampling().maxTokens() != null) {
      body.set("max_output_tokens", request.sampling().maxTokens());
    }
    if (request.format() instanceof OutputFormat.Schema schema) {
      body.putObject("response_format")
          .put("type", "json_schema")
          .putObject("json_schema")
          .put("name", schema.name())
          .set("schema", schema.schema());
    }
    writeEffort(request.effort());
    return body;
  }

  private void writeInstructions() {
    String system =
        request.messages().stream()
            .filter(message -> message.role() == Role.SYSTEM && !message.text().isEmpty())
            .map(ChatMessage::text)
            .collect(Collectors.joining("\n\n"));
    if (request.format() instanceof OutputFormat.AnyJson) {
      system = system.isEmpty() ? JSON_ONLY : system + "\n\n" + JSON_ONLY;
    }
    if (!system.isEmpty()) {
      body.put("instructions", system);
    }
  }

  private void addMessage(ArrayNode input, ChatMessage message) {
    switch (message.role()) {
      case SYSTEM -> {}
      case USER -> addText(input, "user", message.parts());
      case ASSISTANT -> {
        if (!message.text().isEmpty()) {
          addText(input, "assistant", List.of(new Part.Text(message.text())));
        }
        message.toolCalls().forEach(call -> addCall(input, call));
      }
      case TOOL -> addResult(input, message);
    }
  }

  private static void addText(ArrayNode input, String role, List<Part> parts) {
    ObjectNode node = input.addObject().put("type", "message").put("role", role);
    if (parts.stream().allMatch(Part.Text.class::isInstance)) {
      node.put(
          "content",
          parts.stream().map(part -> ((Part.Text) part).text()).collect(Collectors.joining()));
      return;
    }
    ArrayNode content = node.putArray("content");
    for (Part part : parts) {
      switch (part) {
        case Part.Text text ->
            content.addObject().put("type", "input_text").put("text", text.text());
        case Part.Image image ->
            content
                .addObject()
                .put("type", "input_image")
                .put("image_url", "data:%s;base64,%s".formatted(image.mediaType(), image.base64()));
        case Part.ImageLink link ->
            content.addObject().put("type", "input_image").put("image_url", link.url());
      }
    }
  }

  private void addCall(ArrayNode input, ToolCall call) {
    names.put(call.id(), call.name());
    ObjectNode node =
        input
            .addObject()
            .put("type", "function_call")
            .put("call_id", call.id())
            .put("name", call.name())
            .put("arguments", call.arguments().isBlank() ? "{}" : call.arguments());
    sign(node, call.id());
  }

  private void addResult(ArrayNode input, ChatMessage message) {
    ObjectNode node =
        input
            .addObject()
            .put("type", "function_call_output")
            .put("call_id", message.toolCallId())
            .put("output", message.text());
    String name =
        message.toolName().isEmpty() ? names.get(message.toolCallId()) : message.toolName();
    if (name != null) {
      node.put("name", name);
    }
    sign(node, message.toolCallId());
  }

  private void sign(ObjectNode node, String id) {
    memory
        .of(id)
        .map(CallMemory.Kept::signature)
        .filter(signature -> !signature.isEmpty())
        .ifPresent(signature -> node.put("thought_signature", signature));
  }

  /** There is no field for the choice: no tool, or the one that is wanted, is what can be said. */
  private void writeTools(boolean sonar) {
    ArrayNode tools = Json.newArray();
    if (sonar) {
      tools.addObject().put("type", "web_search");
    }
    for (ToolSpec tool : request.tools()) {
      boolean wanted =
          switch (request.toolChoice()) {
            case ToolChoice.None _ -> false;
            case ToolChoice.Named named -> named.name().equals(tool.name());
            case ToolChoice.Auto _, ToolChoice.Required _ -> true;
          };
      if (wanted) {
        ObjectNode node = tools.addObject().put("type", "function").put("name", tool.name());
        for (String field : List.of("description", "parameters", "strict")) {
          if (tool.function().hasNonNull(field)) {
            node.set(field, tool.function().get(field));
          }
        }
      }
    }
    if (!tools.isEmpty()) {
      body.set("tools", tools);
    }
  }

  private void writeEffort(Effort effort) {
    switch (effort) {
      case UNSET, ON -> {}
      case OFF -> body.putObject("reasoning").put("effort", "minimal");
      case LOW -> body.putObject("reasoning").put("effort", "low");
      case MEDIUM -> body.putObject("reasoning").put("effort", "medium");
      case HIGH -> body.putObject("reasoning").put("effort", "high");
      case MAX -> body.putObject("reasoning").put("effort", "xhigh");
    }
  }
}
