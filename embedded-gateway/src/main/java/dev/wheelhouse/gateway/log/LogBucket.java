// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.log;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All requests of a span of time.
 *
 * @param errors those that failed; a client that left is no error
 * @param firstTokenP50 microseconds to the first token of half the requests
 * @param firstTokenP95 the same for 95 of 100
 * @param tokensPerSecond on average
 * @param cost in US dollars, as far as it is known
 * @param cacheAsked requests for which the cache was asked
 * @param cacheHits those that it answered
 */
public record LogBucket(
    Instant start,
    long requests,
    long errors,
    long inputTokens,
    long outputTokens,
    @Nullable Long firstTokenP50,
    @Nullable Long firstTokenP95,
    @Nullable Double tokensPerSecond,
    double cost,
    long cacheAsked,
    long cacheHits) {

  /** The part of the asked requests that the cache answered; 0 when it was not asked. */
  public double cacheRate() {
    return cacheAsked == 0 ? 0 : (double) cacheHits / cacheAsked;
  }
}
