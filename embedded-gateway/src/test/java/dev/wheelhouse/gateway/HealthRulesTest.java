// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static dev.wheelhouse.gateway.PoolRig.failing;
import static dev.wheelhouse.gateway.PoolRig.route;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.gateway.route.UpstreamHealth;
import dev.wheelhouse.gateway.route.pool.PolicyKind;
import dev.wheelhouse.gateway.route.pool.PoolOptions;
import dev.wheelhouse.gateway.route.report.TargetState;
import dev.wheelhouse.gateway.route.report.TargetStatus;
import dev.wheelhouse.testing.FreePorts;
import dev.wheelhouse.testing.Wait;
import dev.wheelhouse.testing.ollama.OllamaTestServer;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each rule of health: what states weigh, when a breaker opens, what sticks to whom. */
class HealthRulesTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final PoolRig pool = new PoolRig();

  @AfterEach
  void stop() {
    pool.close();
  }

  @Test
  void aRateLimitedOrMisconfiguredTargetWeighsNothingUntilItsTimeIsOver() {
    pool.pool(PolicyKind.WEIGHTED, PoolOptions.DEFAULT);
    assertThat(shares()).allMatch(share -> share > 0.3);
    pool.pool(PolicyKind.PRIORITY, PoolOptions.DEFAULT);
    pool.at("a")
        .chat(call ->
            call.reply(
                429,
                Map.of("Content-Type", "application/json", "Retry-After", "30"),
                "{}".getBytes(StandardCharsets.UTF_8)));
    pool.at("b").chat(failing(403));
    assertThat(route(pool.ask(false))).isEqualTo("c");
    pool.pool(PolicyKind.WEIGHTED, PoolOptions.DEFAULT);
    assertThat(shares()).containsExactly(0.0, 0.0, 1.0);
    assertThat(states())
        .containsExactly(TargetState.RATE_LIMITED, TargetState.MISCONFIGURED, TargetState.READY);
    pool.time.pass(Duration.ofSeconds(31));
    assertThat(states())
        .containsExactly(TargetState.PROBING, TargetState.MISCONFIGURED, TargetState.READY);
    pool.time.pass(Duration.ofSeconds(31));
    assertThat(states())
        .containsExactly(TargetState.PROBING, TargetState.PROBING, TargetState.READY);
  }

  @Test
  void theBreakerOpensAfterFiveFailuresInARowAndAnAnswerBetweenStartsTheCountAnew() {
    for (int round = 0; round < 2; round++) {
      pool.at("a").chat(failing(500));
      for (int i = 0; i < 4; i++) {
        pool.ask(false);
      }
      pool.at("a").chat(PoolRig.answering("from a"));
      assertThat(route(pool.ask(false))).as("four failures").isEqualTo("a");
    }
    pool.at("a").chat(failing(500));
    for (int i = 0; i < 5; i++) {
      pool.ask(false);
    }
    int asked = pool.at("a").chatCount();
    pool.at("a").chat(PoolRig.answering("from a"));
    assertThat(route(pool.ask(false))).as("five failures").isEqualTo("b");
    assertThat(pool.at("a").chatCount()).isEqualTo(asked);
  }

  @Test
  void oneFailureToReachATargetOpensItsBreakerAtOnce() {
    URI dead = URI.create("http://127.0.0.1:" + FreePorts.one());
    pool.rig.gateway.update(
        List.of(
            new UpstreamConfig.OpenAiCompatible("a", dead, ScriptedOpenAi.KEY, List.of("m")),
            PoolRig.config("b", pool.at("b"))));
    assertThat(route(pool.ask(false))).isEqualTo("b");
    assertThat(states().getFirst()).isEqualTo(TargetState.BROKEN);
  }

  @Test
  void recoveryAsksForTheModelsAnew() {
    OllamaTestServer before = OllamaTestServer.start(0).withModel("llama3.2:1b");
    int port = before.port();
    try (Rig rig = Rig.over(new UpstreamConfig.Ollama("local", before.uri()))) {
      Wait.untilAsserted(() -> assertThat(models(rig)).containsExactly("llama3.2:1b"), LONG);
      before.close();
      Wait.until(
          "seen down",
          () -> rig.gateway.status().upstreams().getFirst().health() instanceof UpstreamHealth.Down,
          LONG);
      try (OllamaTestServer after = OllamaTestServer.start(port).withModel("qwen3:0.6b")) {
        Wait.untilAsserted(() -> assertThat(models(rig)).containsExactly("qwen3:0.6b"), LONG);
        assertThat(after.calls("/api/tags")).isNotEmpty();
      }
    }
  }

  @Test
  void aStickySessionGoesByItsHeaderBeforeTheBeginningOfTheConversation() {
    pool.pool(PolicyKind.ROUND_ROBIN, PoolOptions.DEFAULT.stickyToo());
    assertThat(session("one")).isEqualTo("a");
    assertThat(session("two")).as("the same words in another session").isEqualTo("b");
    assertThat(session("one")).isEqualTo("a");
  }

  @Test
  void aStickySessionIsForgottenTenMinutesAfterItsLastAnswer() {
    pool.pool(PolicyKind.ROUND_ROBIN, PoolOptions.DEFAULT.stickyToo());
    assertThat(session("one")).isEqualTo("a");
    for (int i = 0; i < 3; i++) {
      pool.time.pass(Duration.ofMinutes(9));
      assertThat(session("one")).isEqualTo("a");
    }
    pool.time.pass(Duration.ofMinutes(11));
    assertThat(session("one")).as("its turn, the fifth").isEqualTo("b");
    assertThat(session("one")).isEqualTo("b");
  }

  @Test
  void aClientThatLeavesDuringTheWaitForARepeatIsNotAskedFor() {
    pool.pool(PolicyKind.PRIORITY, PoolOptions.DEFAULT.withRetries(3));
    pool.at("a")
        .chat(call ->
            call.reply(
                503,
                Map.of("Content-Type", "application/json", "Retry-After", "9"),
                "{}".getBytes(StandardCharsets.UTF_8)));
    try (RawClient client = new RawClient(pool.rig.gateway.port())) {
      String body = OpenAiToOllamaTest.chat("pool", "hi", ",\"stream\":true");
      client.send(
          "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\n"
                  .formatted(pool.rig.gateway.port(), Rig.TOKEN.reveal())
              + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                  .formatted(body.length(), body));
      Wait.until("asked", () -> pool.at("a").chatCount() == 1, LONG);
    }
    Wait.until("over", () -> pool.rig.gateway.status().requestsInFlight() == 0, LONG);
    assertThat(pool.chats()).containsExactly(1, 0, 0);
  }

  @Test
  void theAnswerNamesTargetPolicyAttemptsReasonAndRequest() {
    pool.at("a").chat(failing(500));
    HttpResponse<String> answer = pool.ask(false);
    assertThat(answer.headers().firstValue("X-Wheelhouse-Route"))
        .hasValue("b/m; policy=priority; attempts=2; why=\"after upstream_failed at a/m\"");
    assertThat(answer.headers().firstValue("X-Request-Id").orElse("")).isNotEmpty();
  }

  private String session(String id) {
    String body = OpenAiToOllamaTest.chat("pool", "the same words", "");
    return route(
        pool.rig.send(
            pool.rig.posting("/v1/chat/completions", body).header("X-Session-Id", id).build()));
  }

  private List<TargetStatus> targets() {
    return pool.rig.gateway.routes().pools().getFirst().targets();
  }

  private List<Double> shares() {
    return targets().stream().map(target -> target.weighting().share()).toList();
  }

  private List<TargetState> states() {
    return targets().stream().map(TargetStatus::state).toList();
  }

  private static List<String> models(Rig rig) {
    return rig.gateway.status().upstreams().getFirst().models();
  }
}
