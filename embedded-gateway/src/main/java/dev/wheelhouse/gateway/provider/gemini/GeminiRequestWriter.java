// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.chat.ChatMessage;
import dev.wheelhouse.gateway.chat.ChatRequest;
import dev.wheelhouse.gateway.chat.OutputFormat;
import dev.wheelhouse.gateway.chat.Role;
import dev.wheelhouse.gateway.chat.Sampling;
import dev.wheelhouse.gateway.chat.ToolChoice;
import dev.wheelhouse.gateway.chat.ToolSpec;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.provider.CallMemory;
import org.jspecify.annotations.Nullable;

/** Writes a neutral request as the body of {@code generateContent}. */
final class GeminiRequestWriter {
  private static final int MOST_STOPS = 5;

  private final ChatRequest request;
  private final GeminiModel model;
  private final ObjectNode body = Json.newObject();

  private GeminiRequestWriter(ChatRequest request, String model) {
    this.request = request;
    this.model = GeminiModel.of(model);
  }

  /** The body, the same for a stream and for a whole answer. */
  static ObjectNode write(ChatRequest request, String model, CallMemory memory) throws ApiFailure {
    return new GeminiRequestWriter(request, model).write(memory);
  }

  private ObjectNode write(CallMemory memory) throws ApiFailure {
    if (request.bare() != null && !request.bare().likeChat()) {
      throw ApiFailure.invalid(
          "This model takes chats only: no suffix and no raw prompt.", "prompt");
    }
    ArrayNode system = systems();
    ArrayNode contents = GeminiContents.write(request.messages(), model, memory);
    if (contents.isEmpty()) {
      contents.addObject().put("role", "user").set("parts", system); // nothing else is said
    } else if (!system.isEmpty()) {
      body.putObject("systemInstruction").set("parts", system);
    }
    body.set("contents", contents);
    writeTools();
    ObjectNode config = Json.newObject();
    writeSampling(config, request.sampling());
    writeFormat(config, request.format());
    model.thinking(request.effort()).ifPresent(how -> config.set("thinkingConfig", how));
    if (!config.isEmpty()) {
      body.set("generationConfig", config);
    }
    return body;
  }

  private ArrayNode systems() {
    ArrayNode parts = Json.newArray();
    for (ChatMessage message : request.messages()) {
      if (message.role() == Role.SYSTEM && !message.text().isEmpty()) {
        parts.addObject().put("text", message.text());
      }
    }
    return parts;
  }

  private void writeTools() {
    if (request.tools().isEmpty()) {
      return;
    }
    ArrayNode functions = body.putArray("tools").addObject().putArray("functionDeclarations");
    for (ToolSpec tool : request.tools()) {
      ObjectNode function = functions.addObject().put("name", tool.name());
      if (tool.function().hasNonNull("description")) {
        function.set("description", tool.function().get("description"));
      }
      ObjectNode parameters = GeminiSchema.of(tool.function().path("parameters"));
      if (!parameters.path("properties").isEmpty()) { // an object without any is refused
        function.set("parameters", parameters);
      }
    }
    ObjectNode choice = Json.newObject();
    switch (request.toolChoice()) {
      case ToolChoice.Auto _ -> {
        return;
      }
      case ToolChoice.None _ -> choice.put("mode", "NONE");
      case ToolChoice.Required _ -> choice.put("mode", "ANY");
      case ToolChoice.Named named ->
          choice.put("mode", "ANY").putArray("allowedFunctionNames").add(named.name());
    }
    body.putObject("toolConfig").set("functionCallingConfig", choice);
  }

  private static void writeFormat(ObjectNode config, OutputFormat format) {
    switch (format) {
      case OutputFormat.FreeText _ -> {}
      case OutputFormat.AnyJson _ -> config.put("responseMimeType", "application/json");
      case OutputFormat.Schema schema ->
          config
              .put("responseMimeType", "application/json")
              .set("responseSchema", GeminiSchema.of(schema.schema()));
    }
  }

  private static void writeSampling(ObjectNode config, Sampling sampling) {
    put(config, "temperature", sampling.temperature());
    put(config, "topP", sampling.topP());
    put(config, "seed", sampling.seed());
    put(config, "maxOutputTokens", sampling.maxTokens());
    put(config, "presencePenalty", sampling.presencePenalty());
    put(config, "frequencyPenalty", sampling.frequencyPenalty());
    if (!sampling.stop().isEmpty()) {
      ArrayNode stop = config.putArray("stopSequences");
      sampling.stop().stream().limit(MOST_STOPS).forEach(stop::add);
    }
  }

  private static void put(ObjectNode target, String field, @Nullable JsonNode value) {
    if (value != null) {
      target.set(field, value);
    }
  }
}
