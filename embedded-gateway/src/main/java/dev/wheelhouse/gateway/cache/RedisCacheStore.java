// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.cache;

import dev.wheelhouse.gateway.redis.RedisLink;
import java.time.Duration;
import java.util.Optional;

/** Answers in a Redis, for all gateways that use it. */
public final class RedisCacheStore implements CacheStore {
  private static final String BELOW = "cache:";

  private final RedisLink redis;

  /** Keeps answers in this Redis. */
  public RedisCacheStore(RedisLink redis) {
    this.redis = redis;
  }

  @Override
  public Optional<byte[]> get(String key) {
    return redis.get(BELOW + key);
  }

  @Override
  public void put(String key, byte[] answer, Duration timeToLive) {
    redis.put(BELOW + key, answer, timeToLive);
  }

  @Override
  public void remove(String key) {
    redis.remove(BELOW + key);
  }

  @Override
  public long clear(String pattern) {
    return redis.removeIf(BELOW, key -> AnswerCache.named(pattern, key));
  }
}
