// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.embedding;

/** A wire format for embeddings. */
public enum EmbeddingForm {
  /** {@code /v1/embeddings}. */
  OPENAI,
  /** {@code /api/embed}. */
  OLLAMA,
  /** {@code /api/embeddings}: one text, and a vector that is not scaled to length one. */
  OLLAMA_LEGACY
}
