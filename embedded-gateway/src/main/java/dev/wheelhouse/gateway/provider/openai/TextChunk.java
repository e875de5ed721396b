// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.provider.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.wheelhouse.gateway.answer.ChatEvent;
import dev.wheelhouse.gateway.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the chunk that nearly all of a stream consists of, a piece of text or of reasoning, token
 * by token: a tree for each would be most of the work of passing it on. Whatever is not surely such
 * a chunk is left to {@link OpenAiEventReader}, which reads the same out of these.
 */
final class TextChunk {
  private final JsonParser json;
  private boolean chosen;
  private String content = "";
  private String reasoning = "";
  private String otherReasoning = "";

  private TextChunk(JsonParser json) {
    this.json = json;
  }

  /** What the chunk says; nothing when it has to be looked at as a whole. */
  static Optional<List<ChatEvent>> read(Json bounds, byte[] data) {
    try (JsonParser json = bounds.tokens(data)) {
      TextChunk chunk = new TextChunk(json);
      boolean plain = json.nextToken() == JsonToken.START_OBJECT && chunk.root();
      return plain && json.nextToken() == null ? Optional.of(chunk.events()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // what is wrong with it is said by whoever reads it next
    }
  }

  private List<ChatEvent> events() {
    List<ChatEvent> events = new ArrayList<>(2);
    String thought = reasoning.isEmpty() ? otherReasoning : reasoning;
    if (!thought.isEmpty()) {
      events.add(new ChatEvent.Reasoning(thought));
    }
    if (!content.isEmpty()) {
      events.add(new ChatEvent.Text(content));
    }
    return events;
  }

  private boolean root() throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      boolean plain =
          switch (name) {
            case "choices" -> !chosen && value == JsonToken.START_ARRAY && onlyChoice();
            case "usage", "error" -> value == JsonToken.VALUE_NULL;
            default -> skipped();
          };
      if (!plain) {
        return false;
      }
    }
    return chosen && json.currentToken() == JsonToken.END_OBJECT;
  }

  private boolean onlyChoice() throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      return false;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      boolean plain =
          switch (name) {
            case "index" -> value == JsonToken.VALUE_NUMBER_INT && json.getText().equals("0");
            case "delta" -> !chosen && value == JsonToken.START_OBJECT && delta();
            case "finish_reason" -> value == JsonToken.VALUE_NULL;
            default -> skipped();
          };
      if (!plain) {
        return false;
      }
    }
    return chosen && json.nextToken() == JsonToken.END_ARRAY;
  }

  private boolean delta() throws IOException {
    chosen = true;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      boolean plain =
          switch (name) {
            case "content", "reasoning_content", "reasoning" -> text(name, value);
            case "tool_calls", "refusal" -> value == JsonToken.VALUE_NULL;
            default -> skipped();
          };
      if (!plain) {
        return false;
      }
    }
    return json.currentToken() == JsonToken.END_OBJECT;
  }

  private boolean text(String name, JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_NULL) {
      return true;
    }
    if (value != JsonToken.VALUE_STRING) {
      return false;
    }
    String text = json.getText();
    switch (name) {
      case "content" -> content = text;
      case "reasoning_content" -> reasoning = text;
      default -> otherReasoning = text;
    }
    // an empty one of these hides the other, which is too rare to be remembered here
    return !name.equals("reasoning_content") || !text.isEmpty();
  }

  private boolean skipped() throws IOException {
    json.skipChildren();
    return true;
  }
}
