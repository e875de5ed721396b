// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.provider.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.chat.ChatMessage;
import dev.wheelhouse.gateway.chat.ChatRequest;
import dev.wheelhouse.gateway.chat.Effort;
import dev.wheelhouse.gateway.chat.OutputFormat;
import dev.wheelhouse.gateway.chat.Part;
import dev.wheelhouse.gateway.chat.Role;
import dev.wheelhouse.gateway.chat.Sampling;
import dev.wheelhouse.gateway.chat.ToolCall;
import dev.wheelhouse.gateway.chat.ToolChoice;
import dev.wheelhouse.gateway.chat.ToolSpec;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.json.Json;
import org.jspecify.annotations.Nullable;

/** Writes a neutral request as a {@code /v2/chat} body. */
final class CohereRequestWriter {
  private static final int MOST_STOPS = 5;
  private static final double MOST_TOP_P = 0.99;

  private final ChatRequest request;
  private final ObjectNode body;

  private CohereRequestWriter(ChatRequest request, String model) {
    this.request = request;
    this.body = Json.newObject().put("model", model).put("stream", true);
  }

  /** The body; always a stream. */
  static ObjectNode write(ChatRequest request, String model) throws ApiFailure {
    if (request.bare() != null && !request.bare().likeChat()) {
      throw ApiFailure.invalid(
          "This model takes chats only: no suffix and no raw prompt.", "prompt");
    }
    CohereRequestWriter writer = new CohereRequestWriter(request, model);
    ArrayNode messages = writer.body.putArray("messages");
    request.messages().forEach(message -> messages.add(message(message)));
    writer.writeTools();
    writer.writeFormat();
    writer.writeSampling(request.sampling());
    writer.writeThinking();
    return writer.body;
  }

  private static ObjectNode message(ChatMessage message) {
    ObjectNode node = Json.newObject().put("role", role(message.role()));
    boolean plain = message.parts().stream().allMatch(Part.Text.class::isInstance);
    if (!message.toolCalls().isEmpty()) {
      // the plan comes before the calls; other dialects say it as text or as a thought
      boolean thought = !message.reasoning().isEmpty();
      String plan = thought ? message.reasoning() : message.text();
      if (!plan.isEmpty()) {
        node.put("tool_plan", plan);
      }
      if (thought && !message.text().isEmpty()) {
        node.put("content", message.text());
      }
      node.set("tool_calls", toolCalls(message));
    } else if (plain) {
      node.put("content", message.text());
    } else {
      ArrayNode parts = node.putArray("content");
      message.parts().forEach(part -> parts.add(part(part)));
    }
    if (message.role() == Role.TOOL) {
      node.put("tool_call_id", message.toolCallId());
    }
    return node;
  }

  private static ArrayNode toolCalls(ChatMessage message) {
    ArrayNode calls = Json.newArray();
    for (ToolCall call : message.toolCalls()) {
      ObjectNode node = calls.addObject().put("id", call.id()).put("type", "function");
      String arguments = call.arguments().isBlank() ? "{}" : call.arguments();
      node.putObject("function").put("name", call.name()).put("arguments", arguments);
    }
    return calls;
  }

  private static ObjectNode part(Part part) {
    return switch (part) {
      case Part.Text text -> Json.newObject().put("type", "text").put("text", text.text());
      case Part.Image image ->
          imageUrl("data:%s;base64,%s".formatted(image.mediaType(), image.base64()));
      case Part.ImageLink link -> imageUrl(link.url());
    };
  }

  private static ObjectNode imageUrl(String url) {
    ObjectNode node = Json.newObject().put("type", "image_url");
    node.putObject("image_url").put("url", url);
    return node;
  }

  /** One tool alone can be demanded only by leaving the others out. */
  private void writeTools() {
    if (request.tools().isEmpty()) {
      return;
    }
    ArrayNode tools = Json.newArray();
    for (ToolSpec tool : request.tools()) {
      boolean wanted =
          !(request.toolChoice() instanceof ToolChoice.Named named)
              || named.name().equals(tool.name());
      if (wanted) {
        tools.addObject().put("type", "function").set("function", function(tool));
      }
    }
    body.set("tools", tools);
    switch (request.toolChoice()) {
      case ToolChoice.Auto _ -> {}
      case ToolChoice.None _ -> body.put("tool_choice", "NONE");
      case ToolChoice.Required _, ToolChoice.Named _ -> body.put("tool_choice", "REQUIRED");
    }
  }

  /** Only the fields that are known there; the parameters must be present. */
  private static ObjectNode function(ToolSpec tool) {
    ObjectNode function = Json.newObject().put("name", tool.name());
    if (tool.function().hasNonNull("description")) {
      function.set("description", tool.function().get("description"));
    }
    JsonNode parameters = tool.function().path("parameters");
    if (parameters.isObject() && !parameters.isEmpty()) {
      return function.set("parameters", parameters);
    }
    function.putObject("parameters").put("type", "object").putObject("properties");
    return function;
  }

  private void writeFormat() {
    switch (request.format()) {
      case OutputFormat.FreeText _ -> {}
      case OutputFormat.AnyJson _ -> body.putObject("response_format").put("type", "json_object");
      case OutputFormat.Schema schema ->
          body.putObject("response_format")
              .put("type", "json_object")
              .set("json_schema", schema.schema());
    }
  }

  private void writeSampling(Sampling sampling) {
    put("temperature", sampling.temperature());
    put("p", within(sampling.topP(), 0.01, MOST_TOP_P));
    put("seed", sampling.seed());
    put("max_tokens", sampling.maxTokens());
    put("presence_penalty", within(sampling.presencePenalty(), 0, 1));
    put("frequency_penalty", within(sampling.frequencyPenalty(), 0, 1));
    if (!sampling.stop().isEmpty()) {
      ArrayNode stop = body.putArray("stop_sequences");
      sampling.stop().stream().limit(MOST_STOPS).forEach(stop::add);
    }
  }

  /** Models that cannot think refuse the field, so it is left out unless the client asks. */
  private void writeThinking() {
    if (request.effort() == Effort.UNSET) {
      return;
    }
    ObjectNode thinking = body.putObject("thinking");
    thinking.put("type", request.effort() == Effort.OFF ? "disabled" : "enabled");
    switch (request.effort()) {
      case LOW -> thinking.put("token_budget", 1_024);
      case MEDIUM -> thinking.put("token_budget", 8_192);
      case HIGH, MAX, ON, OFF, UNSET -> {}
    }
  }

  /** Other dialects allow more. */
  private static @Nullable JsonNode within(@Nullable JsonNode value, double least, double most) {
    if (value == null || (value.asDouble() >= least && value.asDouble() <= most)) {
      return value;
    }
    return DoubleNode.valueOf(Math.clamp(value.asDouble(), least, most));
  }

  private void put(String field, @Nullable JsonNode value) {
    if (value != null) {
      body.set(field, value);
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
