// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.state;

import dev.wheelhouse.gateway.Gateway;
import dev.wheelhouse.gateway.cache.AnswerCache;
import java.util.Optional;
import java.util.function.Supplier;

/** The cache of a running {@link Gateway}. */
public final class LiveCache implements GatewayCache {
  private final Supplier<Optional<Gateway>> running;

  /** The cache of the gateway that this finds. */
  public LiveCache(Supplier<Optional<Gateway>> running) {
    this.running = running;
  }

  @Override
  public Optional<CacheNow> now() {
    return running.get().map(gateway -> now(gateway.cacheStats(), gateway.cacheNotice()));
  }

  @Override
  public long clear() {
    return running.get().map(Gateway::clearCache).orElse(0L);
  }

  private static CacheNow now(AnswerCache.Stats stats, String notice) {
    return new CacheNow(
        stats.hits(),
        stats.misses(),
        stats.entries(),
        stats.bytes(),
        stats.maxBytes(),
        stats.savedTokens(),
        stats.similarHits(),
        notice);
  }
}
