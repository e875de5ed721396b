// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static dev.wheelhouse.gateway.PoolRig.answering;
import static dev.wheelhouse.gateway.PoolRig.failing;
import static dev.wheelhouse.gateway.PoolRig.route;
import static dev.wheelhouse.gateway.ScriptedOpenAi.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.gateway.limit.GatewayLimits;
import dev.wheelhouse.gateway.route.pool.BreakerSettings;
import dev.wheelhouse.gateway.route.pool.PolicyKind;
import dev.wheelhouse.gateway.route.pool.Pool;
import dev.wheelhouse.gateway.route.pool.PoolOptions;
import dev.wheelhouse.gateway.route.pool.RouteConfig;
import dev.wheelhouse.gateway.route.pool.Target;
import dev.wheelhouse.gateway.route.report.TargetState;
import dev.wheelhouse.gateway.route.report.TargetStatus;
import dev.wheelhouse.testing.FreePorts;
import dev.wheelhouse.testing.Wait;
import dev.wheelhouse.testing.http.HttpAnswers;
import dev.wheelhouse.testing.ollama.OllamaTestServer;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users of other gateways complain about, as far as routing causes it; named by number. */
class RoutingPainsTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final PoolRig pool =
      new PoolRig(Rig.limits(Duration.ofSeconds(20), Duration.ofSeconds(20), LONG));

  @AfterEach
  void stop() {
    pool.close();
  }

  @Test
  void pain7TheTimerForTheFirstTokenHoldsForTheFirstChunkOfAStreamToo() {
    pool.pool(PolicyKind.PRIORITY, PoolOptions.DEFAULT.withFirstToken(Duration.ofSeconds(2)));
    // status and role are there at once, but never a token
    pool.at("a")
        .chat(call -> {
          call.begin(200, "text/event-stream");
          call.write(event("{\"role\":\"assistant\",\"content\":\"\"}", "null"));
          call.clientGone(LONG);
        });
    HttpResponse<String> answer = pool.ask(true);
    assertThat(answer.body()).contains("from b");
    assertThat(header(answer)).contains("after upstream_timeout at a/m");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"error event", "cut", "no end", "overloaded", "error instead of a stream"})
  void pain8FallbackFiresWhenAStreamFailsBeforeItsFirstToken(String how) {
    String start = event("{\"role\":\"assistant\",\"content\":\"\"}", "null");
    HttpAnswers bad =
        switch (how) {
          case "error event" ->
              call -> {
                call.begin(200, "text/event-stream");
                call.write(start + "data: {\"error\":{\"message\":\"boom\"}}\n\n");
                call.end();
              };
          case "cut" ->
              call -> {
                call.begin(200, "text/event-stream");
                call.write(start);
                call.drop();
              };
          case "no end" ->
              call -> {
                call.begin(200, "text/event-stream");
                call.write(start);
                call.end();
              };
          case "overloaded" -> failing(529);
          default -> call -> call.json(200, "{\"error\":{\"message\":\"no credit\"}}");
        };
    pool.at("a").chat(bad);
    assertThat(pool.ask(true).body()).contains("from b").doesNotContain("boom");
  }

  @Test
  void pain8FallbackDoesNotFireWhereNoneIsSetUp() {
    pool.at("a").chat(failing(500));
    assertThat(pool.ask("a/m", true).statusCode()).isEqualTo(502);
    assertThat(pool.ask("m", true).statusCode()).isEqualTo(502); // b and c have it too
    assertThat(pool.chats()).containsExactly(2, 0, 0);
  }

  @Test
  void pain18AnErrorNamesTheTimerThatRanOutAndItsOwnSetting() {
    pool.rig.gateway.routes(
        RouteConfig.of(
            Pool.alias("pool", Target.of("a", "m"))
                .with(PoolOptions.DEFAULT.withFirstToken(Duration.ofSeconds(1)))));
    pool.at("a").chat(call -> call.clientGone(LONG));
    HttpResponse<String> answer = pool.ask(true);
    assertThat(answer.statusCode()).isEqualTo(504);
    assertThat(answer.body())
        .contains("The first-token timer ran out: upstream a was silent for 1 s.");
  }

  @Test
  void pain20ASlowModelLoadCostsOneRequestNothingAndTheModelIsUsedOnceItIsThere() {
    pool.pool(PolicyKind.PRIORITY, PoolOptions.DEFAULT.withFirstToken(Duration.ofSeconds(2)));
    pool.at("a").chat(call -> call.clientGone(LONG));
    assertThat(route(pool.ask(true))).isEqualTo("b");
    pool.at("a").chat(answering("from a"));
    HttpResponse<String> next = pool.ask(true);
    assertThat(route(next)).isEqualTo("a");
    assertThat(next.body()).contains("from a");
  }

  @Test
  void pain21TheBreakerCountsHttp5xxAndItsThresholdIsASetting() {
    breaker(2, Duration.ofSeconds(30));
    pool.at("a").chat(failing(500));
    for (int i = 0; i < 4; i++) {
      assertThat(route(pool.ask(false))).isEqualTo("b");
    }
    assertThat(pool.chats()).containsExactly(2, 4, 0);
    assertThat(first().state()).isEqualTo(TargetState.BROKEN);
    pool.time.pass(Duration.ofSeconds(29));
    pool.ask(false);
    assertThat(pool.chats()).containsExactly(2, 5, 0);
    pool.time.pass(Duration.ofSeconds(2));
    assertThat(first().state()).isEqualTo(TargetState.PROBING);
    pool.ask(false); // the probe fails: left alone for twice as long
    pool.time.pass(Duration.ofSeconds(31));
    pool.ask(false);
    assertThat(pool.chats()).containsExactly(3, 7, 0);
    pool.time.pass(Duration.ofSeconds(30));
    pool.at("a").chat(answering("from a"));
    assertThat(route(pool.ask(false))).isEqualTo("a");
    assertThat(first().state()).isEqualTo(TargetState.READY);
  }

  @Test
  void pain21OnlyOneRequestProbesAtATime() throws InterruptedException {
    breaker(1, Duration.ofSeconds(5));
    pool.at("a").chat(failing(500));
    pool.ask(false);
    pool.time.pass(Duration.ofSeconds(6));
    CountDownLatch there = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    pool.at("a")
        .chat(call -> {
          there.countDown();
          if (release.await(60, TimeUnit.SECONDS)) {
            answering("from a").answer(call);
          }
        });
    Thread probe = Thread.ofVirtual().start(() -> pool.ask(false));
    assertThat(there.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(route(pool.ask(false))).isEqualTo("b");
    release.countDown();
    probe.join();
    pool.at("a").chat(answering("from a"));
    assertThat(route(pool.ask(false))).isEqualTo("a");
  }

  @Test
  void pain21ARateLimitOrARefusedKeyDoesNotTripTheBreaker() {
    breaker(1, Duration.ofSeconds(5));
    pool.at("a").chat(failing(429));
    pool.ask(false);
    assertThat(first().state()).isEqualTo(TargetState.RATE_LIMITED);
    pool.time.pass(Duration.ofSeconds(6));
    pool.at("a").chat(failing(401));
    pool.ask(false);
    assertThat(first().state()).isEqualTo(TargetState.MISCONFIGURED);
    assertThat(first().reason()).contains("its key is refused");
  }

  @Test
  void pain22ADeadFirstTargetIsPassedOverInsteadOfCostingEachRequestItsTime() {
    URI dead = URI.create("http://127.0.0.1:" + FreePorts.one());
    pool.rig.gateway.update(
        List.of(
            new UpstreamConfig.OpenAiCompatible("a", dead, ScriptedOpenAi.KEY, List.of("m")),
            new UpstreamConfig.OpenAiCompatible("b", dead, ScriptedOpenAi.KEY, List.of("m")),
            PoolRig.config("c", pool.at("c"))));
    assertThat(header(pool.ask(false))).startsWith("c/m; policy=priority; attempts=3;");
    for (int i = 0; i < 5; i++) {
      assertThat(header(pool.ask(false))).startsWith("c/m; policy=priority; attempts=1;");
    }
    pool.time.pass(Duration.ofSeconds(6));
    assertThat(header(pool.ask(false))).startsWith("c/m; policy=priority; attempts=3;");
    assertThat(header(pool.ask(false))).startsWith("c/m; policy=priority; attempts=1;");
  }

  @Test
  void pain22AnUpstreamThatIsAskedForItsModelsIsFoundDownAndBackWithoutARequest() {
    OllamaTestServer ollama = OllamaTestServer.start(0).withModel("llama3.2:1b");
    int port = ollama.port();
    try (Rig rig =
        Rig.over(
            GatewayLimits.defaults(),
            new UpstreamConfig.Ollama("local", ollama.uri()),
            PoolRig.config("c", pool.at("c")))) {
      rig.gateway.routes(
          RouteConfig.of(
              Pool.of(
                  "pool",
                  PolicyKind.PRIORITY,
                  Target.of("local", "llama3.2:1b"),
                  Target.of("c", "m"))));
      Wait.untilAsserted(() -> assertThat(routeOf(rig)).isEqualTo("local"), Duration.ofSeconds(20));
      ollama.close();
      rig.get("/v1/models");
      Wait.untilAsserted(
          () -> assertThat(state(rig)).isEqualTo(TargetState.BROKEN), Duration.ofSeconds(20));
      String header =
          rig.post("/v1/chat/completions", OpenAiToOllamaTest.chat("pool", "hi", ""))
              .headers()
              .firstValue("X-Wheelhouse-Route")
              .orElseThrow();
      assertThat(header).startsWith("c/m; policy=priority; attempts=1;");
      OllamaTestServer again = OllamaTestServer.start(port).withModel("llama3.2:1b");
      Wait.untilAsserted(
          () -> assertThat(state(rig)).isEqualTo(TargetState.READY), Duration.ofSeconds(20));
      assertThat(routeOf(rig)).isEqualTo("local");
      again.close();
    }
  }

  @Test
  void pain24AStreamThatEndsWithoutItsEndIsAFailureAndCountsAsOne() {
    pool.at("a").streams(event("{\"content\":\"half\"}", "null"));
    for (int i = 0; i < 5; i++) {
      String body = pool.ask(true).body();
      assertThat(body).contains("half", "without a finish reason").doesNotContain("[DONE]");
    }
    assertThat(first().averages().accuracy()).isZero();
    assertThat(first().averages().availability()).isEqualTo(1);
    assertThat(first().state()).isEqualTo(TargetState.BROKEN);
    assertThat(route(pool.ask(true))).isEqualTo("b");
  }

  @Test
  void whenAllAreBrokenTheFirstIsAskedAllTheSame() {
    breaker(1, Duration.ofSeconds(30));
    for (String name : List.of("a", "b", "c")) {
      pool.at(name).chat(failing(500));
    }
    pool.ask(false);
    pool.at("a").chat(answering("from a"));
    HttpResponse<String> answer = pool.ask(false);
    assertThat(answer.body()).contains("from a");
    assertThat(header(answer)).contains("all others are down too");
  }

  private void breaker(int failures, Duration openFor) {
    Target[] targets = {Target.of("a", "m"), Target.of("b", "m"), Target.of("c", "m")};
    pool.rig.gateway.routes(
        RouteConfig.of(Pool.of("pool", PolicyKind.PRIORITY, targets))
            .with(new BreakerSettings(failures, openFor)));
  }

  private TargetStatus first() {
    return pool.rig.gateway.routes().pools().getFirst().targets().getFirst();
  }

  private static TargetState state(Rig rig) {
    return rig.gateway.routes().pools().getFirst().targets().getFirst().state();
  }

  private static String routeOf(Rig rig) {
    return route(rig.post("/v1/chat/completions", OpenAiToOllamaTest.chat("pool", "hi", "")));
  }

  private static String header(HttpResponse<String> answer) {
    return answer.headers().firstValue("X-Wheelhouse-Route").orElse("");
  }
}
