// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.config;

/**
 * Whether the cache answers questions that were asked in other words, too.
 *
 * @param model that makes vectors of questions, as a client would name it
 * @param chroma address of the Chroma that keeps the vectors
 * @param tokenFile holds the token of that address; empty for none
 * @param threshold how similar two questions have to be, up to 1
 * @param entries how many questions are kept
 */
public record SimilarSettings(
    boolean on, String model, String chroma, String tokenFile, double threshold, int entries) {
  /** Off; strict once it is on, with the stack's Chroma. */
  public static final SimilarSettings STANDARD =
      new SimilarSettings(false, "", "http://127.0.0.1:8000", "", 0.95, 10_000);

  public SimilarSettings {
    if (on && model.isBlank()) {
      throw new IllegalArgumentException("an embedding model finds similar questions: name one");
    }
    if (!(threshold >= 0.8 && threshold <= 1)) {
      throw new IllegalArgumentException("a threshold is from 0.8 to 1");
    }
    if (entries < 1 || entries > 1_000_000) {
      throw new IllegalArgumentException("1 to 1000000 entries can be kept");
    }
  }
}
