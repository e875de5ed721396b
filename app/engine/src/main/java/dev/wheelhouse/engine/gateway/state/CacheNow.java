// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.state;

/**
 * What the cache did since the gateway started.
 *
 * @param hits requests that it answered
 * @param misses requests that asked it in vain
 * @param entries answers that it keeps
 * @param savedTokens tokens that no upstream had to write again
 */
public record CacheNow(
    long hits, long misses, long entries, long bytes, long maxBytes, long savedTokens) {

  /** Hits among the requests that asked; 0 when none did. */
  public double hitRate() {
    return hits + misses == 0 ? 0 : (double) hits / (hits + misses);
  }
}
