// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.answer.ChatEvent;
import dev.wheelhouse.gateway.answer.FinishReason;
import dev.wheelhouse.gateway.answer.Usage;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.provider.AnswerReader;
import java.util.ArrayList;
import java.util.List;

/** Reads the events of one {@code /v1/messages} answer, in order, or a whole one. */
final class AnthropicEventReader implements AnswerReader {
  private int toolCalls;
  private boolean inTool;
  private boolean argumentsSeen;
  private boolean finished;
  private boolean stopped;
  private Usage usage = Usage.NONE;

  @Override
  public boolean finished() {
    return finished;
  }

  @Override
  public boolean stopped() {
    return stopped;
  }

  @Override
  public List<ChatEvent> read(ObjectNode event) {
    List<ChatEvent> events = new ArrayList<>(2);
    switch (Json.text(event, "type")) {
      case "message_start" -> usage = merged(event.path("message").path("usage"));
      case "content_block_start" -> blockStart(event.path("content_block"), events);
      case "content_block_delta" -> delta(event.path("delta"), events);
      case "content_block_stop" -> blockStop(events);
      case "message_delta" -> {
        usage = merged(event.path("usage"));
        finish(event.path("delta"), events);
      }
      case "message_stop" -> stopped = true;
      default -> {} // ping, and what is still to come
    }
    return events;
  }

  /** What a whole message says. */
  List<ChatEvent> readWhole(JsonNode message) {
    List<ChatEvent> events = new ArrayList<>();
    for (JsonNode block : message.path("content")) {
      blockStart(block, events);
      blockStop(events);
    }
    usage = merged(message.path("usage"));
    finish(message, events);
    return events;
  }

  private void blockStart(JsonNode block, List<ChatEvent> events) {
    switch (Json.text(block, "type")) {
      case "text" -> addText(Json.text(block, "text"), events);
      case "thinking" -> addThinking(Json.text(block, "thinking"), events);
      case "tool_use" -> {
        inTool = true;
        JsonNode input = block.path("input");
        argumentsSeen = !input.isEmpty();
        events.add(
            new ChatEvent.ToolPart(
                toolCalls,
                Json.text(block, "id"),
                Json.text(block, "name"),
                argumentsSeen ? input.toString() : ""));
      }
      default -> {} // what runs at Anthropic has no place in other dialects
    }
  }

  private void delta(JsonNode delta, List<ChatEvent> events) {
    switch (Json.text(delta, "type")) {
      case "text_delta" -> addText(Json.text(delta, "text"), events);
      case "thinking_delta" -> addThinking(Json.text(delta, "thinking"), events);
      case "input_json_delta" -> {
        String piece = Json.text(delta, "partial_json");
        if (inTool && !piece.isEmpty()) {
          argumentsSeen = true;
          events.add(new ChatEvent.ToolPart(toolCalls, "", "", piece));
        }
      }
      default -> {} // signatures and citations
    }
  }

  /** A call without arguments has an empty text here, which is no JSON elsewhere. */
  private void blockStop(List<ChatEvent> events) {
    if (inTool) {
      if (!argumentsSeen) {
        events.add(new ChatEvent.ToolPart(toolCalls, "", "", "{}"));
      }
      toolCalls++;
      inTool = false;
    }
  }

  private void finish(JsonNode holder, List<ChatEvent> events) {
    if (holder.hasNonNull("stop_reason")) {
      finished = true;
      events.add(new ChatEvent.Used(usage));
      events.add(new ChatEvent.Finished(reason(Json.text(holder, "stop_reason"))));
    }
  }

  private static void addText(String text, List<ChatEvent> events) {
    if (!text.isEmpty()) {
      events.add(new ChatEvent.Text(text));
    }
  }

  private static void addThinking(String text, List<ChatEvent> events) {
    if (!text.isEmpty()) {
      events.add(new ChatEvent.Reasoning(text));
    }
  }

  private static FinishReason reason(String reason) {
    return switch (reason) {
      case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
      case "tool_use" -> FinishReason.TOOL_CALLS;
      case "refusal" -> FinishReason.CONTENT_FILTER;
      default -> FinishReason.STOP; // end_turn, stop_sequence, pause_turn, and later ones
    };
  }

  /** The start tells the input, the end the output and, of newer servers, all of it again. */
  private Usage merged(JsonNode node) {
    boolean input = node.hasNonNull("input_tokens");
    long cached = input ? node.path("cache_read_input_tokens").asLong(0) : usage.cached();
    long prompt =
        input
            ? node.path("input_tokens").asLong(0)
                + node.path("cache_creation_input_tokens").asLong(0)
                + cached
            : usage.prompt();
    return new Usage(
        prompt,
        node.path("output_tokens").asLong(usage.completion()),
        cached,
        node.path("output_tokens_details").path("thinking_tokens").asLong(usage.reasoning()));
  }
}
