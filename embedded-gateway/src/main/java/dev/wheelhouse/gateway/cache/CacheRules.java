// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.cache;

import dev.wheelhouse.gateway.key.ModelNames;
import java.time.Duration;
import java.util.List;

/**
 * Whether and how answers are kept.
 *
 * @param maxBytes of all answers in this process; 0 switches the cache off
 * @param maxEntryBytes of one answer; a larger one is not kept
 * @param timeToLive how long an answer is kept
 * @param models whose answers are kept without a client's or a key's asking for it; in a name
 *     {@code *} stands for any text
 * @param always whether also answers with tools or with a temperature above 0 are kept
 */
public record CacheRules(
    long maxBytes, long maxEntryBytes, Duration timeToLive, List<String> models, boolean always) {
  /** Nothing is kept. */
  public static final CacheRules OFF = of(0);

  /** Checks the ranges and copies the list. */
  public CacheRules {
    models = List.copyOf(models);
    if (maxBytes < 0 || maxEntryBytes < 1 || timeToLive.isNegative() || timeToLive.isZero()) {
      throw new IllegalArgumentException("a cache has a size and a time to live");
    }
  }

  /** So many bytes for an hour, for those keys and requests that ask for it. */
  public static CacheRules of(long maxBytes) {
    return new CacheRules(maxBytes, 1 << 20, Duration.ofHours(1), List.of(), false);
  }

  /** The same, on for these models. */
  public CacheRules withModels(String... patterns) {
    return new CacheRules(maxBytes, maxEntryBytes, timeToLive, List.of(patterns), always);
  }

  /** The same with another time to live. */
  public CacheRules withTimeToLive(Duration time) {
    return new CacheRules(maxBytes, maxEntryBytes, time, models, always);
  }

  /** Whether there is a cache at all. */
  public boolean on() {
    return maxBytes > 0;
  }

  /** Whether the model's answers are kept unasked. */
  public boolean include(String model) {
    return models.stream().anyMatch(pattern -> ModelNames.matches(pattern, model));
  }
}
