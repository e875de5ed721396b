// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.gateway.chat.RunnerHints;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Texts to be turned into vectors. An absent value keeps the model's own default.
 *
 * @param inputs the texts; the answer has one vector for each, in this order
 * @param dimensions how long a vector is to be
 * @param truncate whether a text that is too long is cut rather than refused; only Ollama knows it
 */
public record EmbeddingRequest(
    List<String> inputs,
    @Nullable JsonNode dimensions,
    @Nullable JsonNode truncate,
    RunnerHints hints) {

  /** Copies the list. */
  public EmbeddingRequest {
    inputs = List.copyOf(inputs);
  }
}
