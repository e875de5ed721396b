// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.ollama;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.testing.ollama.Completion.Piece;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** How chat and generate write the same answer. */
enum AnswerShape {
  CHAT,
  GENERATE;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** One line of the stream. */
  ObjectNode line(String model, List<Piece> pieces) {
    ObjectNode line = start(model);
    ObjectNode target = this == CHAT ? line.putObject("message").put("role", "assistant") : line;
    write(target, pieces);
    return line.put("done", false);
  }

  /** The one line of a request that only loads or unloads a model. */
  ObjectNode empty(String model, String reason) {
    return line(model, List.of()).put("done", true).put("done_reason", reason);
  }

  private static ObjectNode start(String model) {
    return Json.object().put("model", model).put("created_at", Instant.now().toString());
  }

  private void write(ObjectNode target, List<Piece> pieces) {
    StringBuilder text = new StringBuilder();
    StringBuilder thinking = new StringBuilder();
    ArrayNode calls = Json.MAPPER.createArrayNode();
    for (Piece piece : pieces) {
      switch (piece) {
        case Piece.Text part -> text.append(part.text());
        case Piece.Thinking part -> thinking.append(part.text());
        case Piece.ToolCall part -> addCall(calls, part);
      }
    }
    target.put(this == CHAT ? "content" : "response", text.toString());
    if (!thinking.isEmpty()) {
      target.put("thinking", thinking.toString());
    }
    if (!calls.isEmpty()) {
      target.set("tool_calls", calls);
    }
  }

  private static void addCall(ArrayNode calls, Piece.ToolCall call) {
    ObjectNode entry = calls.addObject().put("id", "call_test" + calls.size());
    ObjectNode function = entry.putObject("function");
    function.put("index", calls.size() - 1).put("name", call.name());
    function.set("arguments", call.arguments());
  }
}
