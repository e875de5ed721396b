// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.answer.FinishReason;
import dev.wheelhouse.gateway.answer.Usage;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.json.Json;
import java.time.Instant;

/**
 * Writes the {@code response} object: what was asked for, as far as it counts here, and the answer.
 * It says {@code "store": false}, whatever was asked for, as the gateway keeps nothing.
 */
final class ResponseObject {
  private final String model;
  private final ObjectNode request;
  private final String id = OutputItem.newId("resp_");
  private final long created = Instant.now().getEpochSecond();

  ResponseObject(String model, ObjectNode request) {
    this.model = model;
    this.request = request;
  }

  /** The object while the answer is under way. */
  ObjectNode started() {
    return object("in_progress", Json.newArray());
  }

  /** The object at the end of a complete answer, or of one that was cut. */
  ObjectNode ended(ResponseOutput output) {
    String reason = cutReason(output.finish());
    ObjectNode object = object(reason.isEmpty() ? "completed" : "incomplete", output.json());
    if (reason.isEmpty()) {
      object.put("completed_at", Instant.now().getEpochSecond());
    } else {
      object.putObject("incomplete_details").put("reason", reason);
    }
    object.set("usage", usage(output.usage()));
    output.asides().forEach(aside -> object.set(aside.getKey(), aside.getValue()));
    return object;
  }

  /** The object of an answer that failed on its way. */
  ObjectNode failed(ResponseOutput output, ApiFailure failure) {
    ObjectNode object = object("failed", output.json());
    object
        .putObject("error")
        .put("code", failure.status() == 429 ? "rate_limit_exceeded" : "server_error")
        .put("message", failure.getMessage());
    return object;
  }

  /** Whether the answer was cut. */
  static boolean isCut(FinishReason reason) {
    return !cutReason(reason).isEmpty();
  }

  private static String cutReason(FinishReason reason) {
    return switch (reason) {
      case STOP, TOOL_CALLS -> "";
      case LENGTH -> "max_output_tokens";
      case CONTENT_FILTER -> "content_filter";
    };
  }

  private ObjectNode object(String status, ArrayNode output) {
    ObjectNode object =
        Json.newObject()
            .put("id", id)
            .put("object", "response")
            .put("created_at", created)
            .put("status", status)
            .put("background", false)
            .putNull("completed_at")
            .putNull("error")
            .putNull("incomplete_details");
    echo(object, "instructions");
    echo(object, "max_output_tokens");
    object.put("model", model);
    object.set("output", output);
    object.put("parallel_tool_calls", request.path("parallel_tool_calls").asBoolean(true));
    object.putNull("previous_response_id");
    object.set("reasoning", reasoning());
    object.put("store", false);
    echo(object, "temperature");
    object.set("text", text());
    object.set(
        "tool_choice",
        request.hasNonNull("tool_choice")
            ? request.get("tool_choice")
            : Json.newObject().textNode("auto"));
    object.set("tools", tools());
    echo(object, "top_p");
    object.put("truncation", "disabled");
    object.putNull("usage");
    echo(object, "user");
    object.set(
        "metadata",
        request.path("metadata").isObject() ? request.get("metadata") : Json.newObject());
    return object;
  }

  private void echo(ObjectNode object, String field) {
    object.set(field, request.has(field) ? request.get(field) : Json.newObject().nullNode());
  }

  private ObjectNode reasoning() {
    ObjectNode reasoning = Json.newObject();
    for (String field : new String[] {"effort", "summary"}) {
      JsonNode given = request.path("reasoning").path(field);
      reasoning.set(field, given.isTextual() ? given : reasoning.nullNode());
    }
    return reasoning;
  }

  private ObjectNode text() {
    ObjectNode text =
        request.path("text") instanceof ObjectNode given ? given.deepCopy() : Json.newObject();
    if (!text.path("format").isObject()) {
      text.putObject("format").put("type", "text");
    }
    return text;
  }

  /** Only what the model was really offered. */
  private ArrayNode tools() {
    ArrayNode tools = Json.newArray();
    for (JsonNode tool : request.path("tools")) {
      if (ResponsesTools.runsHere(tool)) {
        tools.add(tool);
      }
    }
    return tools;
  }

  private static ObjectNode usage(Usage usage) {
    ObjectNode node = Json.newObject().put("input_tokens", usage.prompt());
    node.putObject("input_tokens_details")
        .put("cached_tokens", usage.cached())
        .put("cache_write_tokens", 0);
    node.put("output_tokens", usage.completion());
    node.putObject("output_tokens_details").put("reasoning_tokens", usage.reasoning());
    return node.put("total_tokens", usage.total());
  }
}
