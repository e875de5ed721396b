// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.cache;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ObjLongConsumer;

/** How looking for similar questions went. */
public final class SimilarCounts {
  private final Map<Result, LongAdder> counts = new EnumMap<>(Result.class);

  /** What a look, or what followed it, came to. */
  public enum Result {
    /** A similar question had been answered. */
    HIT,
    MISS,
    /** The model or Chroma could not be asked, or refused. */
    FAILED,
    /** It was not asked, as it had failed shortly before. */
    PAUSED,
    /** It was not asked, as too many were just being asked. */
    BUSY,
    /** It was not asked, as the text must stay on this machine. */
    PRIVATE,
    /** A question is kept now. */
    STORED,
    /** One is not, as too many were waiting for that. */
    DROPPED
  }

  /** Nothing yet. */
  public SimilarCounts() {
    for (Result result : Result.values()) {
      counts.put(result, new LongAdder());
    }
  }

  void count(Result result) {
    adder(result).increment();
  }

  /** How often this happened. */
  public long of(Result result) {
    return adder(result).sum();
  }

  /** Hands over all of them, by the names of metrics. */
  public void each(ObjLongConsumer<String> taker) {
    for (Result result : Result.values()) {
      taker.accept(result.name().toLowerCase(Locale.ROOT), of(result));
    }
  }

  private LongAdder adder(Result result) {
    LongAdder adder = counts.get(result);
    if (adder == null) {
      throw new IllegalStateException("every result has a counter");
    }
    return adder;
  }
}
