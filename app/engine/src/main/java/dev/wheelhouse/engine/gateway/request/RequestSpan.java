// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.request;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All requests of a span of time.
 *
 * @param errors those that failed; a client that left is no error
 * @param firstToken half of the answers began sooner; null without any
 * @param tokensPerSecond on average; null without any
 * @param cost as far as it is known
 * @param cacheAsked requests for which the cache was asked
 * @param cacheHits those that it answered
 */
public record RequestSpan(
    Instant start,
    long requests,
    long errors,
    long tokens,
    @Nullable Duration firstToken,
    @Nullable Double tokensPerSecond,
    double cost,
    long cacheAsked,
    long cacheHits) {

  /** A span in which nothing happened. */
  public static RequestSpan none(Instant start) {
    return new RequestSpan(start, 0, 0, 0, null, null, 0, 0, 0);
  }
}
