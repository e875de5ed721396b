// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.cache;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.answer.ChatEvent;
import dev.wheelhouse.gateway.answer.FinishReason;
import dev.wheelhouse.gateway.answer.Frame;
import dev.wheelhouse.gateway.answer.Usage;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.json.JsonFault;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An answer as bytes, for a store that other gateways read, older and newer ones too. */
final class AnswerFormat {
  private static final int VERSION = 1;
  private static final Json JSON = new Json(64, 64 << 20);

  private AnswerFormat() {}

  static byte[] write(CachedAnswer answer) {
    ObjectNode root =
        Json.newObject()
            .put("v", VERSION)
            .put("shape", answer.shape())
            .put("at", answer.storedAt().toString());
    ArrayNode frames = root.putArray("frames");
    for (Frame frame : answer.frames()) {
      ObjectNode node = frames.addObject().put("d", frame.dialect().name());
      node.put("b", frame.bytes());
      ArrayNode events = node.putArray("e");
      frame.events().forEach(event -> events.add(event(event)));
    }
    return Json.bytes(root);
  }

  /** The answer; empty when it is of another version, or broken. */
  static Optional<CachedAnswer> read(byte[] bytes) {
    try {
      ObjectNode root = JSON.object(bytes);
      if (root.path("v").asInt() != VERSION) {
        return Optional.empty();
      }
      List<Frame> frames = new ArrayList<>();
      for (JsonNode node : root.path("frames")) {
        List<ChatEvent> events = new ArrayList<>();
        for (JsonNode event : node.path("e")) {
          events.add(event(event));
        }
        Dialect dialect = Dialect.valueOf(Json.text(node, "d"));
        frames.add(new Frame(dialect, node.path("b").binaryValue(), events));
      }
      Instant at = Instant.parse(Json.text(root, "at"));
      return Optional.of(new CachedAnswer(Json.text(root, "shape"), at, frames));
    } catch (JsonFault | IOException | DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static ObjectNode event(ChatEvent event) {
    ObjectNode node = Json.newObject();
    return switch (event) {
      case ChatEvent.Text text -> node.put("text", text.text());
      case ChatEvent.Reasoning reasoning -> node.put("reasoning", reasoning.text());
      case ChatEvent.ToolPart tool ->
          node.put("tool", tool.index())
              .put("id", tool.id())
              .put("name", tool.name())
              .put("arguments", tool.arguments());
      case ChatEvent.Finished finished -> node.put("finish", finished.reason().name());
      case ChatEvent.Used used ->
          node.put("prompt", used.usage().prompt())
              .put("completion", used.usage().completion())
              .put("cached", used.usage().cached())
              .put("thought", used.usage().reasoning());
      case ChatEvent.Aside aside -> node.put("aside", aside.name()).set("value", aside.value());
    };
  }

  private static ChatEvent event(JsonNode node) {
    if (node.has("text")) {
      return new ChatEvent.Text(Json.text(node, "text"));
    }
    if (node.has("reasoning")) {
      return new ChatEvent.Reasoning(Json.text(node, "reasoning"));
    }
    if (node.has("tool")) {
      return new ChatEvent.ToolPart(
          node.path("tool").asInt(),
          Json.text(node, "id"),
          Json.text(node, "name"),
          Json.text(node, "arguments"));
    }
    if (node.has("finish")) {
      return new ChatEvent.Finished(FinishReason.valueOf(Json.text(node, "finish")));
    }
    if (node.has("aside")) {
      return new ChatEvent.Aside(Json.text(node, "aside"), node.path("value"));
    }
    return new ChatEvent.Used(
        new Usage(
            node.path("prompt").asLong(),
            node.path("completion").asLong(),
            node.path("cached").asLong(),
            node.path("thought").asLong()));
  }
}
