// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.provider.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.answer.ChatEvent;
import dev.wheelhouse.gateway.answer.FinishReason;
import dev.wheelhouse.gateway.answer.Usage;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.provider.AnswerReader;
import dev.wheelhouse.gateway.upstream.HttpUpstream;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the events of one {@code /v2/chat} answer. The plan before a call counts as reasoning;
 * citations are gathered and told once, before the end.
 */
final class CohereEventReader implements AnswerReader {
  private final HttpUpstream http;
  private final ArrayNode citations = Json.newArray();
  private int calls;
  private boolean argumentsSeen;
  private boolean finished;

  CohereEventReader(HttpUpstream http) {
    this.http = http;
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
    JsonNode message = event.path("delta").path("message");
    switch (Json.text(event, "type")) {
      case "content-start", "content-delta" -> content(message.path("content"), events);
      case "tool-plan-delta" -> addReasoning(Json.text(message, "tool_plan"), events);
      case "tool-call-start" -> callStart(message.path("tool_calls"), events);
      case "tool-call-delta" -> callPiece(message.path("tool_calls"), events);
      case "tool-call-end" -> callEnd(events);
      case "citation-start" -> {
        if (message.path("citations").isObject()) {
          citations.add(message.get("citations"));
        }
      }
      case "message-end" -> end(event.path("delta"), events);
      default -> {} // starts and ends of blocks, and what is still to come
    }
    return events;
  }

  private static void content(JsonNode content, List<ChatEvent> events) {
    String text = Json.text(content, "text");
    if (!text.isEmpty()) {
      events.add(new ChatEvent.Text(text));
    }
    addReasoning(Json.text(content, "thinking"), events);
  }

  private static void addReasoning(String text, List<ChatEvent> events) {
    if (!text.isEmpty()) {
      events.add(new ChatEvent.Reasoning(text));
    }
  }

  private void callStart(JsonNode call, List<ChatEvent> events) {
    String arguments = Json.text(call.path("function"), "arguments");
    argumentsSeen = !arguments.isEmpty();
    events.add(
        new ChatEvent.ToolPart(
            calls, Json.text(call, "id"), Json.text(call.path("function"), "name"), arguments));
  }

  private void callPiece(JsonNode call, List<ChatEvent> events) {
    String arguments = Json.text(call.path("function"), "arguments");
    if (!arguments.isEmpty()) {
      argumentsSeen = true;
      events.add(new ChatEvent.ToolPart(calls, "", "", arguments));
    }
  }

  /** A call without arguments has an empty text here, which is no JSON elsewhere. */
  private void callEnd(List<ChatEvent> events) {
    if (!argumentsSeen) {
      events.add(new ChatEvent.ToolPart(calls, "", "", "{}"));
    }
    calls++;
    argumentsSeen = false;
  }

  private void end(JsonNode delta, List<ChatEvent> events) throws ApiFailure {
    String reason = Json.text(delta, "finish_reason");
    FinishReason finish =
        switch (reason) {
          case "MAX_TOKENS" -> FinishReason.LENGTH;
          case "TOOL_CALL" -> FinishReason.TOOL_CALLS;
          case "ERROR_TOXIC" -> FinishReason.CONTENT_FILTER;
          case "ERROR", "ERROR_LIMIT", "TIMEOUT" -> throw failed(reason, delta);
          default -> FinishReason.STOP; // COMPLETE, STOP_SEQUENCE, and later ones
        };
    if (!citations.isEmpty()) {
      events.add(new ChatEvent.Aside("citations", citations));
    }
    events.add(new ChatEvent.Used(usage(delta.path("usage"))));
    events.add(new ChatEvent.Finished(finish));
    finished = true;
  }

  private ApiFailure failed(String reason, JsonNode delta) {
    String said = Json.text(delta, "error");
    String message = said.isEmpty() ? "the answer ended with " + reason : said;
    return http.reported(Json.newObject().put("message", message));
  }

  /** What was worked on; older answers only say what was billed. */
  private static Usage usage(JsonNode usage) {
    JsonNode tokens =
        usage.path("tokens").isObject() ? usage.path("tokens") : usage.path("billed_units");
    return new Usage(
        tokens.path("input_tokens").asLong(0),
        tokens.path("output_tokens").asLong(0),
        usage.path("cached_tokens").asLong(0),
        0);
  }
}
