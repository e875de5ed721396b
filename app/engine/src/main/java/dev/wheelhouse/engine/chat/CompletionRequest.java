// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** The body of a streamed {@code /v1/chat/completions} request (OpenAI's API reference). */
record CompletionRequest(String model, List<Message> history) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Messages without text, such as answers that failed at once, are left out. */
  byte[] json() {
    ObjectNode body = JSON.createObjectNode();
    body.put("model", model).put("stream", true);
    body.putObject("stream_options").put("include_usage", true);
    ArrayNode messages = body.putArray("messages");
    for (Message message : history) {
      if (!message.text().isBlank()) {
        messages
            .addObject()
            .put("role", message.role().name().toLowerCase(Locale.ROOT))
            .put("content", message.text());
      }
    }
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }
}
