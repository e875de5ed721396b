// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.cache;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.chat.ChatMessage;
import dev.wheelhouse.gateway.chat.ChatRequest;
import dev.wheelhouse.gateway.chat.ClientRequest;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.chat.InboundChat;
import dev.wheelhouse.gateway.chat.Part;
import dev.wheelhouse.gateway.chat.Role;
import dev.wheelhouse.gateway.chat.Sampling;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.json.Json;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A conversation of nothing but text, with settings that every dialect has: the form in which it is
 * the same in all of them.
 */
final class PlainChat {
  private static final Set<String> COMMON =
      Set.of("model", "messages", "stream", "temperature", "top_p");
  private static final Set<String> OPENAI =
      Set.of("stream_options", "max_tokens", "max_completion_tokens", "stop", "seed");
  private static final Set<String> ANTHROPIC = Set.of("system", "max_tokens", "stop_sequences");
  private static final Set<String> OLLAMA_OPTIONS =
      Set.of("temperature", "top_p", "seed", "num_predict", "stop");
  private static final Set<String> MESSAGE = Set.of("role", "content");

  private PlainChat() {}

  /** The conversation; empty when it has something that may mean something else elsewhere. */
  static Optional<JsonNode> of(ClientRequest request, InboundChat chat) {
    if (!knowsEveryField(request)
        || !Set.of("anthropic-version").containsAll(request.headers().keySet())) {
      return Optional.empty();
    }
    ChatRequest neutral;
    try {
      neutral = chat.neutral();
    } catch (ApiFailure failure) {
      // an upstream of the same dialect may well understand it
      return Optional.empty();
    }
    ObjectNode plain = Json.newObject();
    ArrayNode messages = plain.putArray("messages");
    for (ChatMessage message : neutral.messages()) {
      boolean text = message.parts().stream().allMatch(Part.Text.class::isInstance);
      if (!text || message.role() == Role.TOOL || !message.toolCalls().isEmpty()) {
        return Optional.empty();
      }
      messages.addArray().add(message.role().name()).add(message.text());
    }
    sampling(neutral.sampling(), plain);
    return Optional.of(plain);
  }

  private static void sampling(Sampling sampling, ObjectNode plain) {
    put(plain, "temperature", sampling.temperature());
    put(plain, "top_p", sampling.topP());
    put(plain, "seed", sampling.seed());
    put(plain, "max_tokens", sampling.maxTokens());
    ArrayNode stop = plain.putArray("stop");
    sampling.stop().forEach(stop::add);
  }

  /** 0 and 0.0 are the same number. */
  private static void put(ObjectNode plain, String name, @Nullable JsonNode value) {
    if (value == null) {
      return;
    }
    if (value.isNumber()) {
      BigDecimal number = value.decimalValue().stripTrailingZeros();
      plain.put(name, number.toString());
    } else {
      plain.set(name, value);
    }
  }

  private static boolean knowsEveryField(ClientRequest request) {
    ObjectNode body = request.json();
    boolean known =
        switch (request.dialect()) {
          case OPENAI -> hasOnly(body, OPENAI, COMMON);
          case ANTHROPIC -> hasOnly(body, ANTHROPIC, COMMON);
          case OLLAMA ->
              hasOnly(body, Set.of("options", "model", "messages", "stream"), Set.of())
                  && hasOnly(body.path("options"), OLLAMA_OPTIONS, Set.of());
          case OPENAI_COMPLETIONS, OPENAI_RESPONSES, OLLAMA_GENERATE, FOREIGN -> false;
        };
    if (!known || request.dialect() == Dialect.FOREIGN) {
      return false;
    }
    for (JsonNode message : body.path("messages")) {
      if (!hasOnly(message, MESSAGE, Set.of())) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasOnly(JsonNode object, Set<String> one, Set<String> other) {
    return object
        .propertyStream()
        .allMatch(field -> one.contains(field.getKey()) || other.contains(field.getKey()));
  }
}
