// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.gateway.RedisServer;
import dev.wheelhouse.gateway.limit.Claim.Measure;
import dev.wheelhouse.gateway.redis.RedisLink;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Limits that are counted in a real Redis. */
class RedisLimitStoreIT extends LimitStoreContract {
  private static RedisServer server;
  private static RedisLink redis;
  private static RedisLimitStore store;

  @BeforeAll
  static void start() {
    server = new RedisServer();
    redis = new RedisLink(server.config());
    store = new RedisLimitStore(redis);
  }

  @AfterAll
  static void stop() {
    redis.close();
    server.close();
  }

  @Override
  LimitStore store() {
    return store;
  }

  @Test
  void leavesNothingInRedisForEver() {
    Claim tokens = new Claim("a", Measure.TOKENS, 9, 5, Duration.ofMinutes(1));
    Claim cost = new Claim("a", Measure.COST, 9, 5, Duration.ofDays(2));
    store.take("t", List.of(tokens, cost), Instant.parse("2026-03-01T12:00:00Z"));
    store.settle("t", List.of(tokens, cost), Instant.parse("2026-03-01T12:00:00Z"));
    List<String> keys = server.command("KEYS", "*").lines().toList();
    assertThat(keys).isNotEmpty().allMatch(key -> key.startsWith("wheelhouse:limit:"));
    assertThat(keys).allMatch(key -> Long.parseLong(server.command("PTTL", key)) > 0);
  }
}
