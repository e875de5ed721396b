// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.embedding;

import java.util.List;

/**
 * What an upstream answered.
 *
 * @param bytes its answer as it is, for a client of the same form; empty when it was read
 * @param vectors one for each text; empty when the answer is passed on as it is
 * @param promptTokens tokens of all texts; 0 when unknown
 */
// vectors are large and used once: they are handed on, not copied
@SuppressWarnings("ArrayRecordComponent")
public record EmbeddingAnswer(byte[] bytes, List<float[]> vectors, long promptTokens) {
  /** Copies the list, not the vectors. */
  public EmbeddingAnswer {
    vectors = List.copyOf(vectors);
  }

  /** Whether it goes to the client as the upstream wrote it. */
  public boolean passedOn() {
    return bytes.length > 0;
  }
}
