// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.gateway.cache.CacheRules;
import dev.wheelhouse.gateway.key.ClientKeys;
import dev.wheelhouse.gateway.key.Grant;
import dev.wheelhouse.gateway.key.MemoryKeyStore;
import dev.wheelhouse.gateway.key.RedisKeyStore;
import dev.wheelhouse.gateway.limit.KeyLimits;
import dev.wheelhouse.gateway.redis.RedisConfig;
import dev.wheelhouse.gateway.redis.RedisLink;
import dev.wheelhouse.gateway.secret.Secret;
import dev.wheelhouse.testing.FreePorts;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A Redis that is not there costs no request. */
class RedisAwayTest {
  private static final String BODY =
      "{\"model\":\"gpt-5-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

  @Test
  void leavesLimitsAndCacheToEachGatewayAlone() {
    ClientKeys keys = new ClientKeys(new MemoryKeyStore(), Clock.systemUTC());
    try (ScriptedUpstream upstream = new ScriptedUpstream(ScriptedUpstream.Kind.OPENAI);
        Rig rig = Rig.over(upstream.config());
        RedisLink redis =
            new RedisLink(RedisConfig.of("127.0.0.1", FreePorts.one(), Secret.none()))) {
      upstream.answer(call ->
          call.json(
              200,
              "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}"));
      rig.gateway.keys(keys);
      rig.gateway.cache(CacheRules.of(1 << 20).withModels("*"));
      rig.gateway.share(Optional.of(redis));
      Secret key =
          keys.create("c", Grant.CLIENT.withLimits(new KeyLimits(2, 0, 0, 0, 0)), null).token();
      assertThat(chat(rig, key).headers().firstValue("X-Cache")).hasValue("miss");
      assertThat(chat(rig, key).headers().firstValue("X-Cache")).hasValue("hit");
      assertThat(chat(rig, key).statusCode()).isEqualTo(429);
      assertThat(redis.reachable()).isFalse();
      assertThat(rig.send(rig.request("/api/db/cache/clear").DELETE().build()).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void makesNoKeyThatWouldBeLost() {
    try (RedisLink redis =
        new RedisLink(RedisConfig.of("127.0.0.1", FreePorts.one(), Secret.none()))) {
      ClientKeys keys = new ClientKeys(new RedisKeyStore(redis), Clock.systemUTC());
      assertThatThrownBy(() -> keys.create("c", Grant.CLIENT, null))
          .isInstanceOf(UncheckedIOException.class);
    }
  }

  @Test
  void isFoundByItsAddress() {
    RedisConfig config = RedisConfig.of(URI.create("rediss://someone:p4ss@cache.example:7000/3"));
    assertThat(config.tls()).isTrue();
    assertThat(config.user()).isEqualTo("someone");
    assertThat(config.password().reveal()).isEqualTo("p4ss");
    assertThat(config.port()).isEqualTo(7000);
    assertThat(config.database()).isEqualTo(3);
    assertThat(config.toString()).doesNotContain("p4ss");
    assertThat(RedisConfig.of(URI.create("redis://cache.example")).port()).isEqualTo(6379);
    assertThatThrownBy(() -> RedisConfig.of(URI.create("http://cache.example")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static HttpResponse<String> chat(Rig rig, Secret key) {
    return rig.send(
        HttpRequest.newBuilder(rig.uri("/v1/chat/completions"))
            .header("Authorization", "Bearer " + key.reveal())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(BODY))
            .build());
  }
}
