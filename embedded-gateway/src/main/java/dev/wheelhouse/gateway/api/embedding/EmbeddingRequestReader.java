// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.chat.RunnerHints;
import dev.wheelhouse.gateway.embedding.EmbeddingRequest;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads requests for embeddings (openai-openapi, openapi.yaml; docs/api.md of Ollama). */
final class EmbeddingRequestReader {
  private EmbeddingRequestReader() {}

  /**
   * {@code input} is a text or a list of texts, in {@code /v1/embeddings} and {@code /api/embed};
   * the former takes Ollama's {@code truncate}, {@code options} and {@code keep_alive} too.
   */
  static EmbeddingRequest input(ObjectNode body) throws ApiFailure {
    return request(body, inputs(body.path("input")));
  }

  /** {@code prompt} is one text, in {@code /api/embeddings}. */
  static EmbeddingRequest prompt(ObjectNode body) throws ApiFailure {
    if (!body.path("prompt").isTextual()) {
      throw ApiFailure.invalid("The field prompt must be a text.", "prompt");
    }
    return request(body, List.of(Json.text(body, "prompt")));
  }

  private static EmbeddingRequest request(ObjectNode body, List<String> inputs) {
    ObjectNode options =
        body.path("options") instanceof ObjectNode given ? given : Json.newObject();
    return new EmbeddingRequest(
        inputs,
        present(body, "dimensions"),
        present(body, "truncate"),
        new RunnerHints(options, present(body, "keep_alive")));
  }

  private static List<String> inputs(JsonNode input) throws ApiFailure {
    if (input.isTextual()) {
      return List.of(input.asText());
    }
    if (!input.isArray() || input.isEmpty()) {
      throw ApiFailure.invalid("The field input must be a text or a list of texts.", "input");
    }
    List<String> texts = new ArrayList<>(input.size());
    for (JsonNode text : input) {
      if (!text.isTextual()) {
        throw ApiFailure.invalid(
            "This upstream takes texts only: send no tokens as input, but the text itself.",
            "input");
      }
      texts.add(text.asText());
    }
    return texts;
  }

  private static @Nullable JsonNode present(ObjectNode body, String field) {
    return body.hasNonNull(field) ? body.get(field) : null;
  }
}
