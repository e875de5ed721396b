// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.Optional;

/** Reads the chunks of one {@code chat.completion} answer, in order. Only choice 0 has events. */
final class OpenAiEventReader implements AnswerReader {
  private final HttpUpstream http;
  private final boolean hideUsage;
  private boolean finished;
  private boolean refused;

  /**
   * A reader of one answer.
   *
   * @param hideUsage whether the client did not ask for the usage at the end
   */
  OpenAiEventReader(HttpUpstream http, boolean hideUsage) {
    this.http = http;
    this.hideUsage = hideUsage;
  }

  @Override
  public boolean finished() {
    return finished;
  }

  @Override
  public List<ChatEvent> read(ObjectNode chunk) throws ApiFailure {
    return read(chunk, "delta");
  }

  @Override
  public Optional<List<ChatEvent>> glance(byte[] chunk) {
    return TextChunk.read(http.json(), chunk);
  }

  /** Clients that did not ask index {@code choices[0]}, which this chunk does not have. */
  @Override
  public boolean hides(ObjectNode chunk) {
    return hideUsage && chunk.path("choices").isEmpty() && chunk.has("usage");
  }

  /** What a whole answer says. */
  List<ChatEvent> readWhole(JsonNode answer) throws ApiFailure {
    return read(answer, "message");
  }

  private List<ChatEvent> read(JsonNode object, String messageField) throws ApiFailure {
    List<ChatEvent> events = new ArrayList<>(2);
    for (JsonNode choice : object.path("choices")) {
      if (choice.path("index").asInt(0) == 0) {
        readChoice(choice, messageField, events);
      }
    }
    if (object.path("usage").isObject()) {
      events.add(new ChatEvent.Used(usage(object.path("usage"))));
    }
    return events;
  }

  private void readChoice(JsonNode choice, String messageField, List<ChatEvent> events)
      throws ApiFailure {
    JsonNode message = choice.path(messageField);
    // vLLM and OpenRouter write the one, DeepSeek and llama.cpp the other
    String reasoning =
        message.hasNonNull("reasoning_content")
            ? Json.text(message, "reasoning_content")
            : message.path("reasoning").asText("");
    if (!reasoning.isEmpty()) {
      events.add(new ChatEvent.Reasoning(reasoning));
    }
    // /v1/completions has no message, but a text
    JsonNode text = message.isMissingNode() ? choice.path("text") : message.path("content");
    String content = text.isNull() ? "" : text.asText("");
    if (!content.isEmpty()) {
      events.add(new ChatEvent.Text(content));
    }
    String refusal = message.hasNonNull("refusal") ? Json.text(message, "refusal") : "";
    if (!refusal.isEmpty()) {
      refused = true;
      events.add(new ChatEvent.Text(refusal));
    }
    int position = 0;
    for (JsonNode call : message.path("tool_calls")) {
      events.add(toolPart(call, position++));
    }
    if (choice.hasNonNull("finish_reason")) {
      finished = true;
      FinishReason reason = reason(Json.text(choice, "finish_reason"));
      // the reason of a refusal is "stop"; other dialects have a word for it
      boolean hidden = refused && reason == FinishReason.STOP;
      events.add(new ChatEvent.Finished(hidden ? FinishReason.CONTENT_FILTER : reason));
    }
  }

  private static ChatEvent toolPart(JsonNode call, int position) {
    JsonNode function = call.path("function");
    return new ChatEvent.ToolPart(
        call.path("index").asInt(position),
        call.hasNonNull("id") ? Json.text(call, "id") : "",
        function.hasNonNull("name") ? Json.text(function, "name") : "",
        function.hasNonNull("arguments") ? Json.text(function, "arguments") : "");
  }

  private FinishReason reason(String reason) throws ApiFailure {
    return switch (reason) {
      case "length", "model_length" -> FinishReason.LENGTH;
      case "tool_calls", "function_call" -> FinishReason.TOOL_CALLS;
      case "content_filter", "sensitive" -> FinishReason.CONTENT_FILTER;
      // Mistral, OpenRouter and Z.ai end a broken answer so
      case "error", "network_error" ->
          throw http.reported(
              Json.newObject().put("message", "the answer ended with an error (" + reason + ")"));
      default -> FinishReason.STOP; // servers invent reasons; the answer is complete all the same
    };
  }

  private static Usage usage(JsonNode usage) {
    return new Usage(
        usage.path("prompt_tokens").asLong(0),
        usage.path("completion_tokens").asLong(0),
        usage.path("prompt_tokens_details").path("cached_tokens").asLong(0),
        usage.path("completion_tokens_details").path("reasoning_tokens").asLong(0));
  }
}
