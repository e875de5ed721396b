// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.chat.BarePrompt;
import dev.wheelhouse.gateway.chat.ChatMessage;
import dev.wheelhouse.gateway.chat.ChatRequest;
import dev.wheelhouse.gateway.chat.Effort;
import dev.wheelhouse.gateway.chat.OutputFormat;
import dev.wheelhouse.gateway.chat.Part;
import dev.wheelhouse.gateway.chat.Role;
import dev.wheelhouse.gateway.chat.Sampling;
import dev.wheelhouse.gateway.chat.ToolCall;
import dev.wheelhouse.gateway.chat.ToolChoice;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a neutral request as a {@code /v1/chat/completions} body. */
final class OpenAiRequestWriter {
  private OpenAiRequestWriter() {}

  /** The body; always a stream, with usage. */
  static ObjectNode write(ChatRequest request, String model, OpenAiQuirks quirks) {
    ObjectNode body = Json.newObject().put("model", model).put("stream", true);
    if (quirks.asksForUsage()) {
      body.putObject("stream_options").put("include_usage", true);
    }
    ArrayNode messages = body.putArray("messages");
    request.messages().forEach(message -> messages.add(message(message)));
    writeTools(body, request);
    writeFormat(body, request.format());
    writeSampling(body, request.sampling(), quirks.maxTokens(), quirks.seed());
    writeEffort(body, request.effort());
    return body;
  }

  /** A prompt to be continued, as a {@code /v1/completions} body. */
  static ObjectNode completion(ChatRequest request, BarePrompt bare, String model)
      throws ApiFailure {
    ObjectNode body = Json.newObject().put("model", model).put("stream", true);
    body.putObject("stream_options").put("include_usage", true);
    StringBuilder prompt = new StringBuilder();
    for (ChatMessage message : request.messages()) {
      if (!message.parts().stream().allMatch(Part.Text.class::isInstance)) {
        throw ApiFailure.invalid("A raw prompt cannot have images at this upstream.", "images");
      }
      prompt.append(message.role() == Role.USER ? message.text() : "");
    }
    body.put("prompt", prompt.toString());
    if (!bare.suffix().isEmpty()) {
      body.put("suffix", bare.suffix());
    }
    writeSampling(body, request.sampling(), "max_tokens", "seed");
    return body;
  }

  private static ObjectNode message(ChatMessage message) {
    ObjectNode node = Json.newObject().put("role", role(message.role()));
    if (message.parts().stream().allMatch(Part.Text.class::isInstance)) {
      if (message.toolCalls().isEmpty() || !message.text().isEmpty()) {
        node.put("content", message.text());
      } else {
        node.putNull("content");
      }
    } else {
      ArrayNode parts = node.putArray("content");
      message.parts().forEach(part -> parts.add(part(part)));
    }
    if (!message.toolCalls().isEmpty()) {
      node.set("tool_calls", toolCalls(message.toolCalls()));
    }
    if (message.role() == Role.TOOL) {
      node.put("tool_call_id", message.toolCallId());
    }
    return node;
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

  private static ArrayNode toolCalls(List<ToolCall> calls) {
    ArrayNode array = Json.newArray();
    for (ToolCall call : calls) {
      ObjectNode node = array.addObject().put("id", call.id()).put("type", "function");
      node.putObject("function").put("name", call.name()).put("arguments", call.arguments());
    }
    return array;
  }

  private static void writeTools(ObjectNode body, ChatRequest request) {
    if (request.tools().isEmpty()) {
      return;
    }
    ArrayNode tools = body.putArray("tools");
    request
        .tools()
        .forEach(t -> tools.addObject().put("type", "function").set("function", t.function()));
    if (request.oneToolAtATime()) {
      body.put("parallel_tool_calls", false);
    }
    switch (request.toolChoice()) {
      case ToolChoice.Auto _ -> {}
      case ToolChoice.None _ -> body.put("tool_choice", "none");
      case ToolChoice.Required _ -> body.put("tool_choice", "required");
      case ToolChoice.Named named ->
          body.putObject("tool_choice")
              .put("type", "function")
              .putObject("function")
              .put("name", named.name());
    }
  }

  private static void writeFormat(ObjectNode body, OutputFormat format) {
    switch (format) {
      case OutputFormat.FreeText _ -> {}
      case OutputFormat.AnyJson _ -> body.putObject("response_format").put("type", "json_object");
      case OutputFormat.Schema schema ->
          body.putObject("response_format")
              .put("type", "json_schema")
              .putObject("json_schema")
              .put("name", schema.name())
              .set("schema", schema.schema());
    }
  }

  private static void writeSampling(
      ObjectNode body, Sampling sampling, String maxTokensField, String seedField) {
    put(body, "temperature", sampling.temperature());
    put(body, "top_p", sampling.topP());
    put(body, seedField, sampling.seed());
    put(body, maxTokensField, sampling.maxTokens());
    put(body, "presence_penalty", sampling.presencePenalty());
    put(body, "frequency_penalty", sampling.frequencyPenalty());
    if (!sampling.stop().isEmpty()) {
      ArrayNode stop = body.putArray("stop");
      sampling.stop().forEach(stop::add);
    }
  }

  /** "On" and "off" are left out: servers without reasoning refuse the field. */
  private static void writeEffort(ObjectNode body, Effort effort) {
    switch (effort) {
      case UNSET, OFF, ON -> {}
      case LOW -> body.put("reasoning_effort", "low");
      case MEDIUM -> body.put("reasoning_effort", "medium");
      case HIGH, MAX -> body.put("reasoning_effort", "high");
    }
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
