// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.List;

/**
 * Reads the chunks of one answer. A call comes whole and often without an id; then one is made. Its
 * signature is remembered for the next turn. Only the first candidate has events.
 */
final class GeminiEventReader implements AnswerReader {
  /** What stands beside the text and belongs to it. */
  private static final List<String> ASIDES = List.of("groundingMetadata", "citationMetadata");

  private final HttpUpstream http;
  private final CallMemory memory;
  private int calls;
  private boolean finished;

  GeminiEventReader(HttpUpstream http, CallMemory memory) {
    this.http = http;
    this.memory = memory;
  }

  @Override
  public boolean finished() {
    return finished;
  }

  @Override
  public List<ChatEvent> read(ObjectNode chunk) throws ApiFailure {
    List<ChatEvent> events = new ArrayList<>(2);
    JsonNode candidate = chunk.path("candidates").path(0);
    for (JsonNode part : candidate.path("content").path("parts")) {
      readPart(part, events);
    }
    for (String aside : ASIDES) {
      if (candidate.path(aside).isObject() && !candidate.path(aside).isEmpty()) {
        events.add(new ChatEvent.Aside(aside, candidate.get(aside)));
      }
    }
    boolean blocked = chunk.path("promptFeedback").hasNonNull("blockReason");
    boolean ends = candidate.hasNonNull("finishReason") || blocked;
    if ((ends || finished) && chunk.path("usageMetadata").isObject()) {
      events.add(new ChatEvent.Used(usage(chunk.path("usageMetadata"))));
    }
    if (ends && !finished) {
      finished = true;
      events.add(
          new ChatEvent.Finished(
              blocked
                  ? FinishReason.CONTENT_FILTER
                  : reason(Json.text(candidate, "finishReason"))));
    }
    return events;
  }

  private void readPart(JsonNode part, List<ChatEvent> events) {
    JsonNode call = part.path("functionCall");
    if (call.isObject()) {
      String given = Json.text(call, "id");
      String id = given.isEmpty() ? CallMemory.newId() : given;
      memory.keep(id, new CallMemory.Kept(Json.text(part, "thoughtSignature"), !given.isEmpty()));
      String arguments = call.path("args").isObject() ? call.get("args").toString() : "{}";
      events.add(new ChatEvent.ToolPart(calls++, id, Json.text(call, "name"), arguments));
      return;
    }
    String text = Json.text(part, "text");
    if (!text.isEmpty()) {
      boolean thought = part.path("thought").asBoolean(false);
      events.add(thought ? new ChatEvent.Reasoning(text) : new ChatEvent.Text(text));
    }
  }

  private FinishReason reason(String reason) throws ApiFailure {
    return switch (reason) {
      case "MAX_TOKENS" -> FinishReason.LENGTH;
      case "SAFETY",
          "RECITATION",
          "LANGUAGE",
          "BLOCKLIST",
          "PROHIBITED_CONTENT",
          "SPII",
          "IMAGE_SAFETY",
          "IMAGE_PROHIBITED_CONTENT",
          "IMAGE_RECITATION" ->
          FinishReason.CONTENT_FILTER;
      case "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS" ->
          throw http.reported(
              Json.newObject()
                  .put("message", "the model's call of a tool cannot be used (" + reason + ")"));
      default -> calls > 0 ? FinishReason.TOOL_CALLS : FinishReason.STOP;
    };
  }

  /** Thoughts are counted apart from the candidates, and results of tools apart from the prompt. */
  private static Usage usage(JsonNode usage) {
    long thoughts = usage.path("thoughtsTokenCount").asLong(0);
    return new Usage(
        usage.path("promptTokenCount").asLong(0) + usage.path("toolUsePromptTokenCount").asLong(0),
        usage.path("candidatesTokenCount").asLong(0) + thoughts,
        usage.path("cachedContentTokenCount").asLong(0),
        thoughts);
  }
}
