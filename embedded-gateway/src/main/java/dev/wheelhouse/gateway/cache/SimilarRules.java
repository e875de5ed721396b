// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.cache;

import dev.wheelhouse.gateway.chroma.ChromaConfig;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether a question may get the answer to one that is only similar.
 *
 * @param chroma keeps the vectors of questions; empty for off
 * @param model makes the vectors: a model of the gateway's own, as clients would name it
 * @param threshold the least cosine between two questions that count as one
 * @param maxEntries vectors that are kept for each embedding model; the oldest go first
 * @param patience for one call to the model or to Chroma
 */
public record SimilarRules(
    Optional<ChromaConfig> chroma,
    String model,
    double threshold,
    int maxEntries,
    Duration patience) {
  /** Questions farther apart than this have little in common. */
  public static final double LOWEST_THRESHOLD = 0.8;

  /** Nothing similar is looked for. */
  public static final SimilarRules OFF =
      new SimilarRules(Optional.empty(), "", 0.95, 10_000, Duration.ofSeconds(2));

  /** Checks the ranges. */
  public SimilarRules {
    if (chroma.isPresent() && model.isBlank()) {
      throw new IllegalArgumentException("similar questions are found by an embedding model");
    }
    if (!(threshold >= LOWEST_THRESHOLD && threshold <= 1)) {
      throw new IllegalArgumentException("a threshold of similarity is from 0.8 to 1");
    }
    if (maxEntries < 1 || maxEntries > 1_000_000) {
      throw new IllegalArgumentException("1 to 1000000 questions can be kept");
    }
    if (!patience.isPositive()) {
      throw new IllegalArgumentException("a call takes some time");
    }
  }

  /** Strict, with this index and this model. */
  public static SimilarRules of(ChromaConfig chroma, String model) {
    return new SimilarRules(
        Optional.of(chroma), model, OFF.threshold(), OFF.maxEntries(), OFF.patience());
  }

  /** The same with another threshold. */
  public SimilarRules from(double least) {
    return new SimilarRules(chroma, model, least, maxEntries, patience);
  }

  /** The same with another bound of what is kept. */
  public SimilarRules keeping(int most) {
    return new SimilarRules(chroma, model, threshold, most, patience);
  }

  /** The same with another patience. */
  public SimilarRules waiting(Duration time) {
    return new SimilarRules(chroma, model, threshold, maxEntries, time);
  }
}
