// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.gateway.cache.CacheRules;
import dev.wheelhouse.gateway.key.ClientKeys;
import dev.wheelhouse.gateway.key.Grant;
import dev.wheelhouse.gateway.key.RedisKeyStore;
import dev.wheelhouse.gateway.limit.KeyLimits;
import dev.wheelhouse.gateway.redis.RedisLink;
import dev.wheelhouse.gateway.secret.Secret;
import dev.wheelhouse.testing.Wait;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two gateways that share one real Redis. */
class SharedRedisIT {
  private static final String STREAM =
      ScriptedOpenAi.event("{\"content\":\"shared\"}", "null")
          + ScriptedOpenAi.event("{}", "\"stop\"")
          + "data: [DONE]\n\n";

  private final RedisServer server = new RedisServer();
  private final ScriptedUpstream upstream = new ScriptedUpstream(ScriptedUpstream.Kind.OPENAI);
  private final List<Rig> rigs = List.of(Rig.over(upstream.config()), Rig.over(upstream.config()));
  private final List<RedisLink> links =
      List.of(new RedisLink(server.config()), new RedisLink(server.config()));
  private final List<ClientKeys> keys = new ArrayList<>();

  @BeforeEach
  void share() {
    for (int i = 0; i < 2; i++) {
      ClientKeys own = new ClientKeys(new RedisKeyStore(links.get(i)), Clock.systemUTC());
      keys.add(own);
      rigs.get(i).gateway.keys(own);
      rigs.get(i).gateway.share(Optional.of(links.get(i)));
    }
    upstream.answer(call -> {
      call.begin(200, "text/event-stream");
      call.write(STREAM);
      call.end();
    });
  }

  @AfterEach
  void stop() {
    rigs.forEach(Rig::close);
    links.forEach(RedisLink::close);
    upstream.close();
    server.close();
  }

  @Test
  void holdOneLimitTogether() throws Exception {
    Secret key =
        keys.getFirst()
            .create("c", Grant.CLIENT.withLimits(new KeyLimits(21, 0, 0, 0, 0)), null)
            .token();
    awaitKey(key);
    List<Callable<Integer>> all = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Rig rig = rigs.get(i % 2);
      all.add(() -> chat(rig, key, "").statusCode());
    }
    List<Integer> statuses = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> each : threads.invokeAll(all)) {
        statuses.add(each.get());
      }
    }
    assertThat(statuses).filteredOn(status -> status == 200).hasSize(21);
    assertThat(statuses).filteredOn(status -> status == 429).hasSize(39);
    assertThat(links).allMatch(RedisLink::reachable);
  }

  @Test
  void giveEachOthersAnswersAndClearThem() {
    rigs.forEach(rig -> rig.gateway.cache(CacheRules.of(1 << 20).withModels("*")));
    HttpResponse<String> first = chat(rigs.getFirst(), Rig.TOKEN, "");
    HttpResponse<String> second = chat(rigs.getLast(), Rig.TOKEN, "");
    assertThat(first.headers().firstValue("X-Cache")).hasValue("miss");
    assertThat(second.headers().firstValue("X-Cache")).hasValue("hit");
    assertThat(second.body()).isEqualTo(first.body()).isEqualTo(STREAM);
    assertThat(upstream.chats()).isEqualTo(1);
    String key = server.command("KEYS", "wheelhouse:cache:*").strip();
    assertThat(Long.parseLong(server.command("PTTL", key))).isBetween(1L, 3_600_000L);
    assertThat(server.command("GET", key)).doesNotContain(Rig.TOKEN.reveal());

    HttpResponse<String> cleared =
        rigs.getFirst()
            .send(rigs.getFirst().request("/api/db/cache/clear/gpt%2A").DELETE().build());
    assertThat(Rig.json(cleared.body()).path("cleared").asInt()).isEqualTo(1);
    assertThat(server.command("KEYS", "wheelhouse:cache:*")).isBlank();
  }

  @Test
  void honourEachOthersKeys() {
    Secret key = keys.getFirst().create("c", Grant.CLIENT, null).token();
    awaitKey(key);
    assertThat(chat(rigs.getLast(), key, "").statusCode()).isEqualTo(200);
    keys.getLast().delete(keys.getLast().list().getFirst().id());
    Wait.until(
        "the first gateway refuses the key",
        () -> chat(rigs.getFirst(), key, "").statusCode() == 401,
        Duration.ofSeconds(20));
    assertThat(server.command("GET", "wheelhouse:keys")).doesNotContain(key.reveal());
  }

  @Test
  void goOnAloneWhenRedisDies() {
    rigs.forEach(rig -> rig.gateway.cache(CacheRules.of(1 << 20).withModels("*")));
    Secret key =
        keys.getFirst()
            .create("c", Grant.CLIENT.withLimits(new KeyLimits(1000, 0, 0, 0, 0)), null)
            .token();
    awaitKey(key);
    assertThat(chat(rigs.getFirst(), key, "").statusCode()).isEqualTo(200);
    server.kill();
    for (int i = 0; i < 5; i++) {
      assertThat(chat(rigs.getFirst(), key, ",\"seed\":" + i).statusCode()).isEqualTo(200);
      assertThat(chat(rigs.getLast(), key, ",\"seed\":" + i).statusCode()).isEqualTo(200);
    }
  }

  private void awaitKey(Secret key) {
    for (Rig rig : rigs) {
      Wait.until(
          "the key is known",
          () -> rig.send(as(rig, key, "/v1/models").build()).statusCode() == 200,
          Duration.ofSeconds(20));
    }
  }

  private static HttpResponse<String> chat(Rig rig, Secret key, String fields) {
    String body =
        "{\"model\":\"gpt-5-mini\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]%s}"
            .formatted(fields);
    return rig.send(
        as(rig, key, "/v1/chat/completions")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private static HttpRequest.Builder as(Rig rig, Secret key, String path) {
    return HttpRequest.newBuilder(rig.uri(path)).header("Authorization", "Bearer " + key.reveal());
  }
}
