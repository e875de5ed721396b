// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static dev.wheelhouse.gateway.PoolRig.answering;
import static dev.wheelhouse.gateway.PoolRig.failing;
import static dev.wheelhouse.gateway.PoolRig.route;
import static dev.wheelhouse.gateway.ScriptedOpenAi.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.gateway.admission.LimitRules;
import dev.wheelhouse.gateway.limit.GatewayLimits;
import dev.wheelhouse.gateway.limit.KeyLimits;
import dev.wheelhouse.gateway.route.pool.PolicyKind;
import dev.wheelhouse.gateway.route.pool.Pool;
import dev.wheelhouse.gateway.route.pool.PoolOptions;
import dev.wheelhouse.gateway.route.pool.RouteConfig;
import dev.wheelhouse.gateway.route.pool.Target;
import dev.wheelhouse.gateway.route.pool.ThroughputGuard;
import dev.wheelhouse.testing.Wait;
import dev.wheelhouse.testing.http.HttpAnswers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream that starts too slowly gives way before the client has seen any of it. */
class ThroughputGuardTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final PoolRig pool = new PoolRig(GatewayLimits.defaults());
  private final List<Boolean> gone = new CopyOnWriteArrayList<>();

  /** It begins, and then says no more. */
  private final HttpAnswers stuck =
      call -> {
        call.begin(200, "text/event-stream");
        call.write(event("{\"role\":\"assistant\",\"content\":\"\"}", "null"));
        call.write(event("{\"content\":\"sluggish\"}", "null"));
        gone.add(call.clientGone(LONG));
      };

  @BeforeEach
  void start() {
    // 200 characters a second for a tenth of one: 20 are enough
    guard(new ThroughputGuard(200, Duration.ofMillis(100)));
  }

  @AfterEach
  void stop() {
    pool.close();
  }

  private void guard(ThroughputGuard guard) {
    pool.pool(PolicyKind.PRIORITY, PoolOptions.DEFAULT.guarded(guard));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/chat/completions", "/api/chat", "/v1/messages"})
  void aStreamThatIsTooSlowGivesWayBeforeAnythingOfItIsVisible(String path) throws Exception {
    pool.at("a").chat(stuck);
    HttpResponse<String> answer = whileTimePasses(path);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("from b").doesNotContain("sluggish");
    assertThat(route(answer)).isEqualTo("b");
    assertThat(answer.headers().firstValue("X-Wheelhouse-Route").orElseThrow())
        .contains("attempts=2", "after upstream_too_slow at a/m");
    Wait.until("the slow upstream is let go", () -> gone.size() == 1, LONG);
    assertThat(gone).containsExactly(true);
    assertThat(pool.chats()).containsExactly(1, 1, 0);
  }

  @Test
  void aStreamIsShownAsSoonAsItHasTheCharactersThatItNeeds() throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    pool.at("a")
        .chat(call -> {
          call.begin(200, "text/event-stream");
          for (int i = 0; i < 4; i++) {
            call.write(event("{\"content\":\"piece-" + i + "\"}", "null"));
          }
          if (seen.await(60, TimeUnit.SECONDS)) { // the client sees it although the time stands
            call.write(event("{\"content\":\"the rest\"}", "\"stop\""));
          }
          call.write("data: [DONE]\n\n");
          call.end();
        });
    String body = OpenAiToOllamaTest.chat("pool", "hi", ",\"stream\":true");
    StringBuilder all = new StringBuilder();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                pool.rig.open("/v1/chat/completions", body).body(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        all.append(line).append('\n');
        if (line.contains("piece-3")) {
          seen.countDown();
        }
      }
    }
    assertThat(all.toString())
        .containsSubsequence("piece-0", "piece-1", "piece-2", "piece-3", "the rest", "[DONE]");
    assertThat(pool.chats()).containsExactly(1, 0, 0);
  }

  @Test
  void aShortAnswerThatIsCompleteIsNeverTooSlow() {
    pool.at("a").chat(answering("ok"));
    assertThat(pool.ask(true).body()).contains("\"ok\"");
    assertThat(pool.chats()).containsExactly(1, 0, 0);
  }

  @Test
  void theLastTargetIsShownHoweverSlow() throws Exception {
    pool.at("a").chat(failing(500));
    pool.at("b").chat(failing(500));
    assertShownHoweverSlow("c");
  }

  @Test
  void aTargetAtALimitOfItsModelIsNoOtherOne() throws Exception {
    pool.rig.gateway.update(
        List.of(
            PoolRig.config("a", pool.at("a")),
            new UpstreamConfig.OpenAiCompatible(
                "b", pool.at("b").server().uri(), ScriptedOpenAi.KEY, List.of("n"))));
    pool.rig.gateway.limits(new LimitRules(Map.of("n", new KeyLimits(1, 0, 0, 0, 0)), Map.of()));
    pool.rig.gateway.routes(
        RouteConfig.of(
            Pool.of("pool", PolicyKind.PRIORITY, Target.of("a", "m"), Target.of("b", "n"))
                .with(
                    PoolOptions.DEFAULT.guarded(
                        new ThroughputGuard(200, Duration.ofMillis(100))))));
    pool.at("a").chat(stuck);
    assertThat(whileTimePasses("/v1/chat/completions").body()).contains("from b");
    // that was the one request which the model allows in this minute
    assertShownHoweverSlow("a");
    pool.time.pass(Duration.ofSeconds(61));
    pool.at("a").chat(stuck);
    assertThat(whileTimePasses("/v1/chat/completions").body()).contains("from b");
  }

  @Test
  void aTargetWhoseKeysAllRestIsNoOtherOne() throws Exception {
    try (KeyedUpstream keyed = new KeyedUpstream()) {
      pool.rig.gateway.update(
          List.of(PoolRig.config("a", pool.at("a")), keyed.config("b", "one", "two")));
      for (String label : List.of("one", "two")) {
        keyed.with(
            label,
            call ->
                call.reply(
                    429,
                    Map.of("Retry-After", "30", "Content-Type", "application/json"),
                    "{}".getBytes(StandardCharsets.UTF_8)));
      }
      // asked by its own name, so that only the keys know of the limit
      assertThat(pool.ask("b/m", false).statusCode()).isEqualTo(429);
      pool.rig.gateway.resetRoutes();
      assertShownHoweverSlow("a");
      pool.time.pass(Duration.ofSeconds(31));
      keyed.wellAgain("one");
      pool.at("a").chat(stuck);
      assertThat(whileTimePasses("/v1/chat/completions").body()).contains("with ");
    }
  }

  private void assertShownHoweverSlow(String last) throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    pool.at(last)
        .chat(call -> {
          call.begin(200, "text/event-stream");
          call.write(event("{\"content\":\"slow\"}", "null"));
          if (seen.await(60, TimeUnit.SECONDS)) {
            call.write(event("{\"content\":\" but here\"}", "\"stop\""));
          }
          call.end();
        });
    String body = OpenAiToOllamaTest.chat("pool", "hi", ",\"stream\":true");
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                pool.rig.open("/v1/chat/completions", body).body(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).contains("slow");
      seen.countDown();
      assertThat(lines.lines().toList().toString()).contains("but here");
    }
  }

  @Test
  void whenTheNextTargetFailsTooTheClientLearnsThatTheFirstWasTooSlow() throws Exception {
    pool.at("a").chat(stuck);
    pool.at("b").chat(failing(500));
    pool.at("c").chat(failing(500));
    HttpResponse<String> answer = whileTimePasses("/v1/chat/completions");
    assertThat(answer.statusCode()).isEqualTo(504);
    assertThat(answer.body())
        .contains("upstream_too_slow")
        .contains("Upstream a wrote fewer than 200 characters a second in the first 0.1 s")
        .doesNotContain("sluggish");
  }

  @Test
  void anAnswerInOnePieceIsNotGuarded() {
    guard(new ThroughputGuard(1_000_000, Duration.ofMillis(1)));
    assertThat(pool.ask(false).body()).contains("from a");
  }

  @Test
  void withoutTheOptionAStreamIsShownFromItsFirstCharacterOn() throws IOException {
    pool.pool(PolicyKind.PRIORITY, PoolOptions.DEFAULT);
    pool.at("a").chat(stuck);
    String body = OpenAiToOllamaTest.chat("pool", "hi", ",\"stream\":true");
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                pool.rig.open("/v1/chat/completions", body).body(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (!line.contains("sluggish")) {
        line = lines.readLine();
      }
      assertThat(line).contains("sluggish");
    }
  }

  @Test
  void refusesGuardsThatCannotBe() {
    assertThatThrownBy(() -> ThroughputGuard.atLeast(-1)).hasMessageContaining("range");
    assertThatThrownBy(() -> new ThroughputGuard(1, Duration.ZERO)).hasMessageContaining("range");
  }

  /** Asks for a stream while the injected time runs; the wall clock decides nothing. */
  private HttpResponse<String> whileTimePasses(String path) throws Exception {
    String body = OpenAiToOllamaTest.chat("pool", "hi", ",\"stream\":true,\"max_tokens\":100");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<HttpResponse<String>> answer = threads.submit(() -> pool.rig.post(path, body));
      Wait.until(
          "answered",
          () -> {
            pool.time.pass(Duration.ofMillis(20));
            return answer.isDone();
          },
          LONG);
      return answer.get();
    }
  }
}
