// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.state;

/**
 * What the cache did since the gateway started.
 *
 * @param hits requests that it answered
 * @param misses requests that asked it in vain
 * @param entries answers that it keeps
 * @param savedTokens tokens that no upstream had to write again
 * @param similar those of the hits that answered a question in other words
 * @param notice what keeps such questions from being found; empty when nothing does
 */
public record CacheNow(
    long hits,
    long misses,
    long entries,
    long bytes,
    long maxBytes,
    long savedTokens,
    long similar,
    String notice) {

  /** Of the same questions only. */
  public CacheNow(
      long hits, long misses, long entries, long bytes, long maxBytes, long savedTokens) {
    this(hits, misses, entries, bytes, maxBytes, savedTokens, 0, "");
  }

  /** Hits among the requests that asked; 0 when none did. */
  public double hitRate() {
    return hits + misses == 0 ? 0 : (double) hits / (hits + misses);
  }
}
