// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.provider.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.wheelhouse.gateway.answer.ChatEvent;
import dev.wheelhouse.gateway.answer.FinishReason;
import dev.wheelhouse.gateway.answer.Usage;
import dev.wheelhouse.gateway.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the whole answer that most are, one choice with text and usage, token by token: the bytes
 * go on as they are, and a tree would only be made to be thrown away. Whatever is not surely such
 * an answer is left to {@link OpenAiEventReader}, which reads the same out of these.
 */
final class WholeText {
  private final JsonParser json;
  private boolean chosen;
  private boolean spoken;
  private boolean counted;
  private String content = "";
  private String reasoning = "";
  private String otherReasoning = "";
  private String reason = "";
  private long prompt;
  private long completion;
  private long cached;
  private long reasoned;

  private WholeText(JsonParser json) {
    this.json = json;
  }

  /** One field of an object, whose value is the present token; false when it is not a plain one. */
  @FunctionalInterface
  private interface Field {
    boolean read(String name, JsonToken value) throws IOException;
  }

  /** What the answer says; nothing when it has to be looked at as a whole. */
  static Optional<List<ChatEvent>> read(Json bounds, byte[] data) {
    try (JsonParser json = bounds.tokens(data)) {
      WholeText answer = new WholeText(json);
      boolean plain =
          json.nextToken() == JsonToken.START_OBJECT
              && answer.object(answer::root)
              && answer.chosen
              && json.nextToken() == null;
      return plain ? answer.events() : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // what is wrong with it is said by whoever reads it next
    }
  }

  private Optional<List<ChatEvent>> events() {
    List<ChatEvent> events = new ArrayList<>(4);
    String thought = reasoning.isEmpty() ? otherReasoning : reasoning;
    if (!thought.isEmpty()) {
      events.add(new ChatEvent.Reasoning(thought));
    }
    if (!content.isEmpty()) {
      events.add(new ChatEvent.Text(content));
    }
    switch (reason) {
      case "" -> {}
      case "stop" -> events.add(new ChatEvent.Finished(FinishReason.STOP));
      case "length" -> events.add(new ChatEvent.Finished(FinishReason.LENGTH));
      default -> {
        return Optional.empty();
      }
    }
    if (counted) {
      events.add(new ChatEvent.Used(new Usage(prompt, completion, cached, reasoned)));
    }
    return Optional.of(events);
  }

  private boolean root(String name, JsonToken value) throws IOException {
    return switch (name) {
      case "choices" -> !chosen && value == JsonToken.START_ARRAY && onlyChoice();
      case "usage" -> !counted && (value == JsonToken.VALUE_NULL || usage(value));
      case "error" -> value == JsonToken.VALUE_NULL;
      default -> skipped();
    };
  }

  private boolean onlyChoice() throws IOException {
    chosen = true;
    return json.nextToken() == JsonToken.START_OBJECT
        && object(this::choice)
        && spoken
        && json.nextToken() == JsonToken.END_ARRAY;
  }

  private boolean choice(String name, JsonToken value) throws IOException {
    return switch (name) {
      case "index" -> value == JsonToken.VALUE_NUMBER_INT && json.getText().equals("0");
      case "message" -> !spoken && value == JsonToken.START_OBJECT && message();
      case "finish_reason" -> {
        boolean first = reason.isEmpty();
        reason = value == JsonToken.VALUE_STRING ? json.getText() : "";
        yield first && (value == JsonToken.VALUE_NULL || !reason.isEmpty());
      }
      default -> skipped();
    };
  }

  private boolean message() throws IOException {
    spoken = true;
    return object(this::words);
  }

  private boolean words(String name, JsonToken value) throws IOException {
    return switch (name) {
      case "content", "reasoning_content", "reasoning" -> text(name, value);
      case "tool_calls", "refusal" -> value == JsonToken.VALUE_NULL;
      default -> skipped();
    };
  }

  private boolean text(String name, JsonToken value) throws IOException {
    if (value != JsonToken.VALUE_STRING && value != JsonToken.VALUE_NULL) {
      return false;
    }
    String text = value == JsonToken.VALUE_NULL ? "" : json.getText();
    switch (name) {
      case "content" -> content = text;
      case "reasoning_content" -> reasoning = text;
      default -> otherReasoning = text;
    }
    // an empty one of these hides the other, which is too rare to be remembered here
    return !name.equals("reasoning_content") || value == JsonToken.VALUE_NULL || !text.isEmpty();
  }

  private boolean usage(JsonToken value) throws IOException {
    counted = true;
    return value == JsonToken.START_OBJECT && object(this::count);
  }

  private boolean count(String name, JsonToken value) throws IOException {
    switch (name) {
      case "prompt_tokens" -> prompt = number(value);
      case "completion_tokens" -> completion = number(value);
      case "prompt_tokens_details" -> {
        return cached == 0 && details(value, this::promptDetail);
      }
      case "completion_tokens_details" -> {
        return reasoned == 0 && details(value, this::completionDetail);
      }
      default -> json.skipChildren();
    }
    return prompt >= 0 && completion >= 0;
  }

  private boolean details(JsonToken value, Field field) throws IOException {
    return value == JsonToken.VALUE_NULL || (value == JsonToken.START_OBJECT && object(field));
  }

  private boolean promptDetail(String name, JsonToken value) throws IOException {
    if (!name.equals("cached_tokens")) {
      return skipped();
    }
    cached = number(value);
    return cached >= 0;
  }

  private boolean completionDetail(String name, JsonToken value) throws IOException {
    if (!name.equals("reasoning_tokens")) {
      return skipped();
    }
    reasoned = number(value);
    return reasoned >= 0;
  }

  /** A count; negative when it is none. One that is too large is an error, and so the reader's. */
  private long number(JsonToken value) throws IOException {
    return value == JsonToken.VALUE_NUMBER_INT ? json.getLongValue() : -1;
  }

  /** Reads the object whose start is the present token; false when a field is not plain. */
  private boolean object(Field field) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      if (!field.read(name, json.nextToken())) {
        return false;
      }
    }
    return json.currentToken() == JsonToken.END_OBJECT;
  }

  private boolean skipped() throws IOException {
    json.skipChildren();
    return true;
  }
}
