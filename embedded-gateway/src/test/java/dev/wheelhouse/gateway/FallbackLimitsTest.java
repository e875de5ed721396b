// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static dev.wheelhouse.gateway.PoolRig.answering;
import static dev.wheelhouse.gateway.PoolRig.failing;
import static dev.wheelhouse.gateway.PoolRig.route;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.gateway.admission.LimitRules;
import dev.wheelhouse.gateway.key.ClientKeys;
import dev.wheelhouse.gateway.key.Grant;
import dev.wheelhouse.gateway.key.MemoryKeyStore;
import dev.wheelhouse.gateway.limit.KeyLimits;
import dev.wheelhouse.gateway.route.pool.PolicyKind;
import dev.wheelhouse.gateway.route.pool.Pool;
import dev.wheelhouse.gateway.route.pool.PoolOptions;
import dev.wheelhouse.gateway.route.pool.RouteConfig;
import dev.wheelhouse.gateway.route.pool.Target;
import dev.wheelhouse.gateway.secret.Secret;
import dev.wheelhouse.testing.Wait;
import dev.wheelhouse.testing.http.HttpAnswers;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Limits and budgets of models where a request moves on: for a pool of the model m at a, n at b and
 * k at c, in this order. Each answer takes 1500 tokens.
 */
class FallbackLimitsTest {
  private static final KeyLimits ONE_REQUEST = new KeyLimits(1, 0, 0, 0, 0);
  private static final KeyLimits TWO_REQUESTS = new KeyLimits(2, 0, 0, 0, 0);
  private static final KeyLimits ONE_AT_ONCE = new KeyLimits(0, 0, 1, 0, 0);

  private final PoolRig pool = new PoolRig();

  FallbackLimitsTest() {
    pool.rig.gateway.update(List.of(config("a", "m"), config("b", "n"), config("c", "k")));
    pool.pool(PolicyKind.PRIORITY, Target.of("a", "m"), Target.of("b", "n"), Target.of("c", "k"));
  }

  @AfterEach
  void stop() {
    pool.close();
  }

  @Test
  void aFallbackCountsForTheModelThatAnswers() {
    limits(Map.of("n", ONE_REQUEST));
    pool.at("a").chat(failing(500));
    assertThat(route(pool.ask(false))).isEqualTo("b");
    HttpResponse<String> next = pool.ask(false);
    assertThat(route(next)).isEqualTo("c");
    assertThat(next.headers().firstValue("X-Wheelhouse-Route").orElseThrow())
        .contains("after rate_limit_exceeded at b/n");
    assertThat(pool.chats()).containsExactly(2, 1, 1);
    pool.time.pass(Duration.ofSeconds(61));
    assertThat(route(pool.ask(false))).isEqualTo("b");
  }

  @Test
  void whoFindsAllOthersAtTheirLimitGetsTheErrorOfThePrimary() {
    pool.pool(PolicyKind.PRIORITY, Target.of("a", "m"), Target.of("b", "n"));
    limits(Map.of("n", ONE_REQUEST));
    pool.at("a").chat(failing(500));
    assertThat(route(pool.ask(false))).isEqualTo("b");
    HttpResponse<String> failed = pool.ask(false);
    assertThat(failed.statusCode()).isEqualTo(502);
    assertThat(failed.body()).contains("Upstream a failed (HTTP 500)");
    assertThat(pool.chats()).containsExactly(2, 1, 0);
  }

  @Test
  void aTargetWhoseModelIsAtItsLimitIsPassedOverAlsoWhenItIsTheFirst() {
    limits(Map.of("m", ONE_REQUEST, "n", ONE_REQUEST, "k", ONE_REQUEST));
    List<String> routes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      routes.add(route(pool.ask(true)));
    }
    assertThat(routes).containsExactly("a", "b", "c");
    HttpResponse<String> refused = pool.ask(true);
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.body()).contains("This model allows 1 requests a minute.");
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("60");
    // it is no failure of theirs
    assertThat(pool.rig.gateway.routes().pools().getFirst().targets())
        .allSatisfy(target -> assertThat(target.place().consecutiveFailures()).isZero());
    assertThat(pool.chats()).containsExactly(1, 1, 1);
  }

  @Test
  void aLimitOfTheKeyIsNotEvadedByAnotherModel() {
    ClientKeys keys = new ClientKeys(new MemoryKeyStore(), pool.time);
    pool.rig.gateway.keys(keys);
    limits(Map.of("m", ONE_REQUEST));
    Secret key = keys.create("client", Grant.CLIENT.withLimits(TWO_REQUESTS), null).token();
    assertThat(route(ask(key))).isEqualTo("a");
    assertThat(route(ask(key))).isEqualTo("b");
    HttpResponse<String> refused = ask(key);
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.body()).contains("This key allows 2 requests a minute.");
    assertThat(pool.chats()).containsExactly(1, 1, 0);
  }

  @Test
  void theBudgetOfTheModelThatAnswersIsSpentAndNoOther() {
    KeyLimits budget = new KeyLimits(0, 0, 0, 1_000, 0);
    pool.rig.gateway.limits(
        new LimitRules(
            Map.of("m", budget, "n", budget), Map.of("?", new LimitRules.Price(1, 1)))); // 0.0015
    pool.at("a").chat(failing(500));
    assertThat(route(pool.ask(false))).isEqualTo("b");
    pool.rig.settled();
    assertThat(route(pool.ask(false))).isEqualTo("c");
    pool.rig.settled();
    pool.at("a").chat(answering("from a"));
    assertThat(route(pool.ask(false))).isEqualTo("a");
    pool.rig.settled();
    assertThat(route(pool.ask(false))).isEqualTo("c");
  }

  @Test
  void tokensThatWereReservedForAModelThatFailedAreGivenBack() {
    KeyLimits tokens = new KeyLimits(0, 2_000, 0, 0, 0);
    limits(Map.of("m", tokens, "n", tokens));
    pool.at("a").chat(failing(500));
    String most = ",\"max_tokens\":1900";
    assertThat(route(ask("pool", most))).isEqualTo("b");
    pool.rig.settled();
    // of n 1500 are taken, of m none
    assertThat(route(ask("pool", most))).isEqualTo("c");
    pool.rig.settled();
    pool.at("a").chat(answering("from a"));
    assertThat(route(ask("pool", most))).isEqualTo("a");
  }

  @Test
  void onlyTheModelThatIsAskedIsHeld() throws Exception {
    limits(Map.of("m", ONE_AT_ONCE, "n", ONE_AT_ONCE));
    CountDownLatch mayEnd = new CountDownLatch(1);
    pool.at("a").chat(failing(500));
    pool.at("b")
        .chat(call -> {
          if (!mayEnd.await(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("nobody let it end");
          }
          answering("from b").answer(call);
        });
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<HttpResponse<String>> first = threads.submit(() -> pool.ask(false));
      Wait.until("b is asked", () -> pool.at("b").chatCount() == 1, Duration.ofSeconds(30));
      pool.at("a").chat(answering("from a"));
      assertThat(pool.ask("b/n", false).statusCode()).isEqualTo(429);
      assertThat(pool.ask("a/m", false).statusCode()).isEqualTo(200);
      mayEnd.countDown();
      assertThat(route(first.get())).isEqualTo("b");
    }
    pool.rig.settled();
    assertThat(pool.ask("b/n", false).statusCode()).isEqualTo(200);
  }

  @Test
  void aRepeatAtTheSameTargetCountsOnce() {
    pool.rig.gateway.routes(
        RouteConfig.of(
            Pool.alias("pool", Target.of("a", "m")).with(PoolOptions.DEFAULT.withRetries(1))));
    limits(Map.of("m", TWO_REQUESTS));
    pool.at("a").chat(firstFails("from a"));
    assertThat(pool.ask(false).statusCode()).isEqualTo(200);
    assertThat(pool.ask(false).statusCode()).isEqualTo(200);
    assertThat(pool.ask(false).statusCode()).isEqualTo(429);
    assertThat(pool.chats()).containsExactly(3, 0, 0);
  }

  @Test
  void theSameModelAtTwoUpstreamsCountsOnce() {
    pool.rig.gateway.update(List.of(config("a", "m"), config("b", "m")));
    pool.pool(PolicyKind.PRIORITY, Target.of("a", "m"), Target.of("b", "m"));
    limits(Map.of("m", TWO_REQUESTS));
    pool.at("a").chat(failing(500));
    assertThat(route(pool.ask(false))).isEqualTo("b");
    assertThat(route(pool.ask(false))).isEqualTo("b");
    assertThat(pool.ask(false).statusCode()).isEqualTo(429);
    assertThat(pool.chats()).containsExactly(2, 2, 0);
  }

  @Test
  void aModelForLongConversationsIsCountedToo() {
    pool.rig.gateway.routes(
        RouteConfig.of(Pool.alias("pool", Target.of("a", "m")))
            .withLargerContext(Map.of("pool", List.of("b/n", "c/k"))));
    pool.at("a")
        .chat(call ->
            call.json(400, "{\"error\":{\"message\":\"over the maximum context length\"}}"));
    limits(Map.of("n", ONE_REQUEST));
    assertThat(route(pool.ask(false))).isEqualTo("b");
    assertThat(route(pool.ask(false))).isEqualTo("c");
    assertThat(pool.chats()).containsExactly(2, 1, 1);
  }

  private void limits(Map<String, KeyLimits> models) {
    pool.rig.gateway.limits(new LimitRules(models, Map.of()));
  }

  private UpstreamConfig config(String name, String model) {
    return new UpstreamConfig.OpenAiCompatible(
        name, pool.at(name).server().uri(), ScriptedOpenAi.KEY, List.of(model));
  }

  private HttpResponse<String> ask(String model, String fields) {
    return pool.rig.post(
        "/v1/chat/completions", OpenAiToOllamaTest.chat(model, "hi", ",\"stream\":false" + fields));
  }

  private HttpResponse<String> ask(Secret key) {
    return pool.rig.send(
        HttpRequest.newBuilder(pool.rig.uri("/v1/chat/completions"))
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", "Bearer " + key.reveal())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(OpenAiToOllamaTest.chat("pool", "hi", "")))
            .build());
  }

  private static HttpAnswers firstFails(String text) {
    List<Boolean> asked = new ArrayList<>();
    return call -> {
      boolean first = asked.isEmpty();
      asked.add(true);
      (first ? failing(500) : answering(text)).answer(call);
    };
  }
}
