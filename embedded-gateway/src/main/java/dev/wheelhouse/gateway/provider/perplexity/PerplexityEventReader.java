// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.provider.perplexity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.answer.ChatEvent;
import dev.wheelhouse.gateway.answer.FinishReason;
import dev.wheelhouse.gateway.answer.Usage;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.provider.AnswerReader;
import dev.wheelhouse.gateway.provider.CallMemory;
import dev.wheelhouse.gateway.upstream.HttpUpstream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the events of one answer of the Agent API, which are those of OpenAI's Responses and some
 * for the search. What was found is told once, before the end, in the two fields that Perplexity's
 * chat completions had: {@code citations} and {@code search_results}.
 */
final class PerplexityEventReader implements AnswerReader {
  private final HttpUpstream http;
  private final CallMemory memory;
  private final Map<String, JsonNode> results = new LinkedHashMap<>();
  private final Map<String, Integer> open = new HashMap<>();
  private final Set<String> withArguments = new HashSet<>();
  private int calls;
  private boolean textSeen;
  private boolean refused;
  private boolean finished;

  PerplexityEventReader(HttpUpstream http, CallMemory memory) {
    this.http = http;
    this.memory = memory;
  }

  @Override
  public boolean finished() {
    return finished;
  }

  @Override
  public boolean stopped() {
    return finished;
  }

  @Override
  public List<ChatEvent> read(ObjectNode event) throws ApiFailure {
    List<ChatEvent> events = new ArrayList<>(2);
    String type = Json.text(event, "type");
    switch (type) {
      case "response.output_text.delta" -> text(Json.text(event, "delta"), events);
      case "response.refusal.delta" -> {
        refused = true;
        text(Json.text(event, "delta"), events);
      }
      case "response.reasoning_text.delta", "response.reasoning_summary_text.delta" ->
          reasoning(Json.text(event, "delta"), events);
      case "response.output_item.added" -> itemAdded(event.path("item"), events);
      case "response.function_call_arguments.delta" -> argumentsPiece(event, events);
      case "response.output_item.done" -> itemDone(event.path("item"), events);
      case "response.completed", "response.incomplete" -> end(event.path("response"), events);
      case "response.failed", "error" -> throw failed(event);
      default -> {
        if (type.startsWith("response.reasoning.")) {
          reasoning(event.hasNonNull("thought") ? Json.text(event, "thought") : "", events);
          found(event.path("results"));
        }
      }
    }
    return events;
  }

  private void text(String text, List<ChatEvent> events) {
    if (!text.isEmpty()) {
      textSeen = true;
      events.add(new ChatEvent.Text(text));
    }
  }

  private static void reasoning(String text, List<ChatEvent> events) {
    if (!text.isEmpty()) {
      events.add(new ChatEvent.Reasoning(text));
    }
  }

  private void itemAdded(JsonNode item, List<ChatEvent> events) {
    if (Json.text(item, "type").equals("function_call")) {
      open(item, events);
    }
  }

  private int open(JsonNode item, List<ChatEvent> events) {
    Integer known = open.get(Json.text(item, "id"));
    if (known != null) {
      return known;
    }
    int index = calls++;
    open.put(Json.text(item, "id"), index);
    events.add(
        new ChatEvent.ToolPart(index, Json.text(item, "call_id"), Json.text(item, "name"), ""));
    return index;
  }

  private void argumentsPiece(JsonNode event, List<ChatEvent> events) {
    Integer index = open.get(Json.text(event, "item_id"));
    String piece = Json.text(event, "delta");
    if (index != null && !piece.isEmpty()) {
      withArguments.add(Json.text(event, "item_id"));
      events.add(new ChatEvent.ToolPart(index, "", "", piece));
    }
  }

  private void itemDone(JsonNode item, List<ChatEvent> events) {
    switch (Json.text(item, "type")) {
      case "function_call" -> {
        String signature =
            item.hasNonNull("thought_signature") ? Json.text(item, "thought_signature") : "";
        memory.keep(Json.text(item, "call_id"), new CallMemory.Kept(signature, true));
        int index = open(item, events);
        if (withArguments.add(Json.text(item, "id"))) {
          String arguments = Json.text(item, "arguments");
          events.add(new ChatEvent.ToolPart(index, "", "", arguments.isBlank() ? "{}" : arguments));
        }
      }
      case "search_results" -> found(item.path("results"));
      case "message" -> {
        if (!textSeen) { // it came in one piece
          item.path("content").forEach(part -> text(Json.text(part, "text"), events));
        }
      }
      default -> {} // what was fetched, and what is still to come
    }
  }

  private void found(JsonNode list) {
    for (JsonNode result : list) {
      results.putIfAbsent(Json.text(result, "url"), result);
    }
  }

  private void end(JsonNode response, List<ChatEvent> events) throws ApiFailure {
    if (response.path("error").isObject() || Json.text(response, "status").equals("failed")) {
      throw failed(response);
    }
    for (JsonNode item : response.path("output")) {
      String type = Json.text(item, "type");
      if (type.equals("search_results") || (type.equals("message") && !textSeen)) {
        itemDone(item, events);
      }
    }
    tellSources(events);
    if (response.path("usage").isObject()) {
      events.add(new ChatEvent.Used(usage(response.path("usage"))));
    }
    events.add(new ChatEvent.Finished(reason(response)));
    finished = true;
  }

  private void tellSources(List<ChatEvent> events) {
    if (results.isEmpty()) {
      return;
    }
    ArrayNode urls = Json.newArray();
    results.keySet().forEach(urls::add);
    ArrayNode all = Json.newArray();
    results.values().forEach(all::add);
    events.add(new ChatEvent.Aside("citations", urls));
    events.add(new ChatEvent.Aside("search_results", all));
  }

  private FinishReason reason(JsonNode response) {
    return switch (Json.text(response.path("incomplete_details"), "reason")) {
      case "max_output_tokens" -> FinishReason.LENGTH;
      case "content_filter" -> FinishReason.CONTENT_FILTER;
      default ->
          refused
              ? FinishReason.CONTENT_FILTER
              : calls > 0 ? FinishReason.TOOL_CALLS : FinishReason.STOP;
    };
  }

  /** The error stands beside the type, or in the answer, or is the event itself. */
  private ApiFailure failed(JsonNode event) {
    JsonNode error =
        event.path("error").isObject() ? event.path("error") : event.path("response").path("error");
    ObjectNode body = Json.newObject();
    if (error.isObject()) {
      body.set("error", error);
    } else {
      String said = Json.text(event, "message");
      body.put("message", said.isEmpty() ? "the answer failed" : said);
    }
    return http.reported(body);
  }

  private static Usage usage(JsonNode usage) {
    JsonNode input = usage.path("input_tokens_details");
    return new Usage(
        usage.path("input_tokens").asLong(0),
        usage.path("output_tokens").asLong(0),
        input.path("cache_read_input_tokens").asLong(input.path("cached_tokens").asLong(0)),
        usage.path("output_tokens_details").path("reasoning_tokens").asLong(0));
  }
}
