// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.provider.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.chat.ChatMessage;
import dev.wheelhouse.gateway.chat.Part;
import dev.wheelhouse.gateway.chat.ToolCall;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.json.JsonFault;
import dev.wheelhouse.gateway.provider.CallMemory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a conversation as Gemini wants it: neighbours of one role are one content, the results of
 * one round of calls stand together and carry the name of their function, and each call carries the
 * signature that it came with.
 */
final class GeminiContents {
  /** What Google names for calls that another model made, which have no signature. */
  static final String NO_SIGNATURE = "skip_thought_signature_validator";

  private static final Json ARGUMENTS = new Json(128, 16 << 20);

  private final GeminiModel model;
  private final CallMemory memory;
  private final ArrayNode contents = Json.newArray();
  private final Map<String, String> names = new HashMap<>();
  private boolean lastWasResult;

  private GeminiContents(GeminiModel model, CallMemory memory) {
    this.model = model;
    this.memory = memory;
  }

  /** The contents; systems are not among them. */
  static ArrayNode write(List<ChatMessage> messages, GeminiModel model, CallMemory memory)
      throws ApiFailure {
    GeminiContents writer = new GeminiContents(model, memory);
    for (ChatMessage message : messages) {
      switch (message.role()) {
        case SYSTEM -> {}
        case USER -> writer.addUser(message);
        case ASSISTANT -> writer.addAnswer(message);
        case TOOL -> writer.addResult(message);
      }
    }
    return writer.contents;
  }

  private void addUser(ChatMessage message) throws ApiFailure {
    ArrayNode parts = parts("user", false);
    addParts(parts, message);
    if (parts.isEmpty()) {
      parts.addObject().put("text", " "); // a content must not be empty
    }
  }

  private void addAnswer(ChatMessage message) throws ApiFailure {
    ArrayNode parts = parts("model", false);
    addParts(parts, message);
    boolean first = true;
    for (ToolCall call : message.toolCalls()) {
      names.put(call.id(), call.name());
      addCall(parts.addObject(), call, first);
      first = false;
    }
    if (parts.isEmpty()) {
      contents.remove(contents.size() - 1); // an answer that was only thought
    }
  }

  private void addCall(ObjectNode part, ToolCall call, boolean first) throws ApiFailure {
    CallMemory.Kept kept = memory.of(call.id()).orElse(new CallMemory.Kept("", false));
    ObjectNode function = part.putObject("functionCall").put("name", call.name());
    function.set("args", arguments(call));
    if (kept.idIsTheirs()) {
      function.put("id", call.id());
    }
    if (!kept.signature().isEmpty()) {
      part.put("thoughtSignature", kept.signature());
    } else if (first && model.demandsSignatures()) {
      part.put("thoughtSignature", NO_SIGNATURE);
    }
  }

  private void addResult(ChatMessage message) throws ApiFailure {
    String name =
        message.toolName().isEmpty()
            ? names.getOrDefault(message.toolCallId(), "")
            : message.toolName();
    if (name.isEmpty()) {
      throw ApiFailure.invalid(
          "A tool's result answers no call of this conversation; this model needs both.",
          "messages");
    }
    ObjectNode response = parts("user", true).addObject().putObject("functionResponse");
    if (memory.of(message.toolCallId()).map(CallMemory.Kept::idIsTheirs).orElse(false)) {
      response.put("id", message.toolCallId());
    }
    response.put("name", name).set("response", result(message.text()));
  }

  /** The parts of the last content if it is of this role and kind, or of a new one. */
  private ArrayNode parts(String role, boolean result) {
    boolean sameKind = lastWasResult == result;
    lastWasResult = result;
    if (!contents.isEmpty() && sameKind) {
      ObjectNode last = (ObjectNode) contents.get(contents.size() - 1);
      if (last.path("role").asText().equals(role)) {
        return (ArrayNode) last.get("parts");
      }
    }
    return contents.addObject().put("role", role).putArray("parts");
  }

  private static void addParts(ArrayNode parts, ChatMessage message) throws ApiFailure {
    for (Part part : message.parts()) {
      switch (part) {
        case Part.Text text -> {
          if (!text.text().isEmpty()) {
            parts.addObject().put("text", text.text());
          }
        }
        case Part.Image image ->
            parts
                .addObject()
                .putObject("inlineData")
                .put("mimeType", image.mediaType())
                .put("data", image.base64());
        case Part.ImageLink _ ->
            throw ApiFailure.invalid(
                "This model takes images as data: URIs only, and the gateway fetches none.",
                "messages");
      }
    }
  }

  private static ObjectNode arguments(ToolCall call) throws ApiFailure {
    if (call.arguments().isBlank()) {
      return Json.newObject();
    }
    try {
      return ARGUMENTS.object(call.arguments());
    } catch (JsonFault e) {
      throw ApiFailure.invalid(
          "The arguments of the tool call %s are no JSON object.".formatted(call.name()),
          "messages");
    }
  }

  /** A result is an object; any other text becomes the output in one. */
  private static ObjectNode result(String text) {
    try {
      return ARGUMENTS.object(text);
    } catch (JsonFault e) {
      return Json.newObject().put("output", text);
    }
  }
}
