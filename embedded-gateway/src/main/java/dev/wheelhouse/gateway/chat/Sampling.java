// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How tokens are chosen; an absent value keeps the model's own default. Numbers stay JSON nodes so
 * that they keep their digits.
 *
 * @param maxTokens most tokens of the answer
 * @param stop texts that end the answer
 */
public record Sampling(
    @Nullable JsonNode temperature,
    @Nullable JsonNode topP,
    @Nullable JsonNode seed,
    @Nullable JsonNode maxTokens,
    @Nullable JsonNode presencePenalty,
    @Nullable JsonNode frequencyPenalty,
    List<String> stop) {

  /** Copies the list. */
  public Sampling {
    stop = List.copyOf(stop);
  }
}
