// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static dev.wheelhouse.gateway.PoolRig.answering;
import static dev.wheelhouse.gateway.PoolRig.failing;
import static dev.wheelhouse.gateway.PoolRig.route;
import static dev.wheelhouse.gateway.ScriptedOpenAi.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.gateway.route.pool.PolicyKind;
import dev.wheelhouse.gateway.route.pool.Pool;
import dev.wheelhouse.gateway.route.pool.PoolOptions;
import dev.wheelhouse.gateway.route.pool.RouteConfig;
import dev.wheelhouse.gateway.route.pool.Target;
import dev.wheelhouse.testing.Wait;
import dev.wheelhouse.testing.http.HttpAnswers;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule of repeating and falling back, for a pool a, b, c in this order. */
class FallbackRulesTest {
  private final PoolRig pool = new PoolRig();

  @AfterEach
  void stop() {
    pool.close();
  }

  @ParameterizedTest
  @CsvSource({"500", "502", "503", "504", "529"})
  void a5xxIsRepeatedAtTheSameTargetUpToTheMaximumAndThenGoesToTheNext(int status) {
    pool.pool(PolicyKind.PRIORITY, PoolOptions.DEFAULT.withRetries(1));
    pool.at("a").chat(failing(status));
    HttpResponse<String> answer = pool.ask(false);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("from b");
    assertThat(pool.chats()).containsExactly(2, 1, 0);
    assertThat(answer.headers().firstValue("X-Wheelhouse-Route"))
        .hasValueSatisfying(header ->
            assertThat(header).startsWith("b/m; policy=priority; attempts=3; why=\"after "));
  }

  @Test
  void aRepeatThatWorksStaysAtTheSameTarget() {
    pool.pool(PolicyKind.PRIORITY, PoolOptions.DEFAULT.withRetries(2));
    pool.at("a").chat(inTurn(failing(500), answering("from a")));
    assertThat(pool.ask(true).body()).contains("from a");
    assertThat(pool.chats()).containsExactly(2, 0, 0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBrokenConnectionIsRepeatedAndThenGoesToTheNext(boolean stream) {
    pool.pool(PolicyKind.PRIORITY, PoolOptions.DEFAULT.withRetries(1));
    pool.at("a").chat(call -> call.drop());
    assertThat(pool.ask(stream).body()).contains("from b");
    assertThat(pool.chats()).containsExactly(2, 1, 0);
  }

  @Test
  void aNameThatDoesNotResolveGoesToTheNext() {
    URI nowhere = URI.create("http://nowhere.invalid:1");
    pool.rig.gateway.update(
        List.of(
            new UpstreamConfig.OpenAiCompatible("a", nowhere, ScriptedOpenAi.KEY, List.of("m")),
            PoolRig.config("b", pool.at("b"))));
    HttpResponse<String> answer = pool.ask(true);
    assertThat(answer.body()).contains("from b");
    assertThat(answer.headers().firstValue("X-Wheelhouse-Route").orElseThrow())
        .contains("after upstream_unreachable at a/m");
  }

  @Test
  void nothingIsRepeatedAtTheSameTargetUnlessThePoolSaysSo() {
    pool.at("a").chat(failing(503));
    assertThat(pool.ask(false).body()).contains("from b");
    assertThat(pool.chats()).containsExactly(1, 1, 0);
  }

  @Test
  void a429GoesToTheNextTargetWithoutARepeat() {
    pool.pool(PolicyKind.PRIORITY, PoolOptions.DEFAULT.withRetries(3));
    pool.at("a").chat(failing(429));
    assertThat(pool.ask(false).body()).contains("from b");
    assertThat(pool.chats()).containsExactly(1, 1, 0);
  }

  @ParameterizedTest
  @CsvSource({"401", "402", "403"})
  void aRefusedKeyIsDeadForTheRequestAndTheNextIsAskedAtOnce(int status) {
    pool.pool(PolicyKind.PRIORITY, PoolOptions.DEFAULT.withRetries(3));
    pool.rig.gateway.update(
        List.of(
            new UpstreamConfig.OpenAiCompatible(
                "a", pool.at("a").server().uri(), ScriptedOpenAi.KEY, List.of("m", "n")),
            PoolRig.config("b", pool.at("b"))));
    pool.pool(PolicyKind.PRIORITY, Target.of("a", "m"), Target.of("a", "n"), Target.of("b", "m"));
    pool.at("a").chat(failing(status));
    assertThat(route(pool.ask(false))).isEqualTo("b");
    // its other model has the same key
    assertThat(pool.chats()).containsExactly(1, 1, 0);
  }

  @ParameterizedTest
  @CsvSource({"400", "404", "422"})
  void a400Or404Or422IsNeverRepeatedNorSentElsewhere(int status) {
    pool.pool(PolicyKind.PRIORITY, PoolOptions.DEFAULT.withRetries(3));
    pool.at("a").chat(failing(status));
    HttpResponse<String> answer = pool.ask(true);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains("status " + status);
    assertThat(pool.chats()).containsExactly(1, 0, 0);
  }

  @Test
  void aCancelledRequestIsNeverRepeatedNorSentElsewhere() {
    pool.pool(PolicyKind.PRIORITY, PoolOptions.DEFAULT.withRetries(3));
    List<Boolean> gone = new ArrayList<>();
    pool.at("a").chat(call -> gone.add(call.clientGone(Duration.ofSeconds(20))));
    try (RawClient client = new RawClient(pool.rig.gateway.port())) {
      String body = OpenAiToOllamaTest.chat("pool", "hi", ",\"stream\":true");
      client.send(
          "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\n"
                  .formatted(pool.rig.gateway.port(), Rig.TOKEN.reveal())
              + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                  .formatted(body.length(), body));
      Wait.until("asked", () -> pool.at("a").chatCount() == 1, Duration.ofSeconds(30));
    }
    Wait.until("cancelled", () -> gone.size() == 1, Duration.ofSeconds(30));
    pool.rig.settled();
    assertThat(gone).containsExactly(true);
    assertThat(pool.chats()).containsExactly(1, 0, 0);
  }

  @Test
  void allKeysDeadIsA502ThatSaysCredentialsExhaustedAndNotTheBare401() {
    for (String name : List.of("a", "b", "c")) {
      pool.at(name).chat(failing(401));
    }
    for (int round = 0; round < 2; round++) { // at the second time nobody is even asked
      HttpResponse<String> answer = pool.ask(false);
      assertThat(answer.statusCode()).isEqualTo(502);
      assertThat(Rig.json(answer.body()).at("/error/code").asText())
          .isEqualTo("upstream_credentials_exhausted");
      assertThat(answer.body()).contains("your own token is fine");
      assertThat(pool.chats()).containsExactly(1, 1, 1);
    }
  }

  @Test
  void whenAllFailTheClientGetsTheErrorOfThePrimary() {
    pool.at("a").chat(failing(500));
    pool.at("b").chat(failing(429));
    pool.at("c").chat(failing(401));
    HttpResponse<String> answer = pool.ask(true);
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).contains("Upstream a failed (HTTP 500)").doesNotContain("Upstream b");
    assertThat(pool.chats()).containsExactly(1, 1, 1);
  }

  @Test
  void eachFallbackTargetHasItsOwnFullRetryBudget() {
    pool.pool(PolicyKind.PRIORITY, PoolOptions.DEFAULT.withRetries(1));
    pool.at("a").chat(failing(500));
    pool.at("b").chat(failing(502));
    pool.at("c").chat(inTurn(failing(503), answering("from c")));
    assertThat(pool.ask(false).body()).contains("from c");
    assertThat(pool.chats()).containsExactly(2, 2, 2);
  }

  @Test
  void anErrorInsideAnHttp200BeforeContentFallsBackAndItsStartIsDiscarded() {
    pool.at("a")
        .streams(
            ": PROCESSING\n\n",
            event("{\"role\":\"assistant\",\"content\":\"\"}", "null").replace("c1", "discarded"),
            "data: {\"error\":{\"message\":\"overloaded\",\"code\":502}}\n\n");
    HttpResponse<String> answer = pool.ask(true);
    assertThat(answer.body())
        .contains("from b")
        .doesNotContain("discarded")
        .doesNotContain("overloaded");
    assertThat(pool.chats()).containsExactly(1, 1, 0);
  }

  @Test
  void anAnswerInOnePieceFallsBackEvenWhenItBreaksOffInTheMiddle() {
    // of a translated answer the client has seen nothing before its end
    pool.at("a")
        .chat(call -> {
          call.begin(200, "text/event-stream");
          call.write(event("{\"content\":\"half\"}", "null"));
          call.drop();
        });
    HttpResponse<String> answer =
        pool.rig.post("/api/chat", OpenAiToOllamaTest.chat("pool", "hi", ",\"stream\":false"));
    assertThat(answer.body()).contains("from b").doesNotContain("half");
  }

  @Test
  void theStartIsHeldBackForAtMost64Chunks() {
    String empty = event("{\"role\":\"assistant\",\"content\":\"\"}", "null");
    String error = "data: {\"error\":{\"message\":\"too late\"}}\n\n";
    pool.at("a").streams(empty.repeat(63), error);
    assertThat(pool.ask(true).body()).contains("from b");
    pool.at("a").streams(empty.repeat(64), error);
    assertThat(pool.ask(true).body()).contains("too late").doesNotContain("from b");
  }

  @Test
  void theStartIsHeldBackForAtMost256Kibibytes() {
    String role = "{\"role\":\"assistant\",\"content\":\"\",\"pad\":\"%s\"}";
    String error = "data: {\"error\":{\"message\":\"too late\"}}\n\n";
    pool.at("a").streams(event(role.formatted("x".repeat(255 << 10)), "null"), error);
    assertThat(pool.ask(true).body()).contains("from b");
    pool.at("a").streams(event(role.formatted("x".repeat(256 << 10)), "null"), error);
    assertThat(pool.ask(true).body()).contains("too late").doesNotContain("from b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"content\":\"seen\"}",
        "{\"reasoning_content\":\"seen\"}",
        "{\"tool_calls\":[{\"index\":0,\"id\":\"t\",\"function\":{\"name\":\"seen\",\"arguments\":\"\"}}]}"
      })
  void afterTheFirstTextReasoningOrToolOutputItNeverSwitches(String delta) {
    pool.pool(PolicyKind.PRIORITY, PoolOptions.DEFAULT.withRetries(3));
    pool.at("a")
        .chat(call -> {
          call.begin(200, "text/event-stream");
          call.write(event(delta, "null"));
          call.drop();
        });
    HttpResponse<String> answer = pool.ask(true);
    assertThat(answer.body()).contains("seen", "broke the connection").doesNotContain("from b");
    assertThat(pool.chats()).containsExactly(1, 0, 0);
  }

  @Test
  void aContextWindowErrorGoesToATargetWithALargerWindow() {
    pool.pool(
        PolicyKind.PRIORITY,
        Target.of("a", "m").holding(8_000),
        Target.of("b", "m").holding(8_000),
        Target.of("c", "m").holding(128_000));
    pool.at("a").chat(tooLong());
    assertThat(pool.ask(true).body()).contains("from c");
    assertThat(pool.chats()).containsExactly(1, 0, 1);
  }

  @Test
  void aContextWindowErrorGoesToTheModelsThatAreSetForItAlsoWithoutAPool() {
    pool.rig.gateway.routes(
        RouteConfig.of(Pool.alias("short", Target.of("a", "m")))
            .withLargerContext(Map.of("short", List.of("b/m"), "a/m", List.of("c/m"))));
    pool.at("a").chat(tooLong());
    assertThat(pool.ask("short", true).body()).contains("from b");
    assertThat(pool.ask("a/m", true).body()).contains("from c");
    pool.rig.gateway.routes(RouteConfig.of(Pool.alias("short", Target.of("a", "m"))));
    HttpResponse<String> answer = pool.ask("short", true);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("maximum context length");
  }

  private static HttpAnswers tooLong() {
    return call ->
        call.json(
            400,
            "{\"error\":{\"message\":\"This model's maximum context length is 8192 tokens.\",\"code\":\"context_length_exceeded\"}}");
  }

  @Test
  void aRateLimitIsWaitedForAsLongAsItSaysAndDoesNotTripTheBreaker() {
    pool.at("a")
        .chat(call ->
            call.reply(
                429,
                Map.of("Content-Type", "application/json", "Retry-After", "30"),
                "{}".getBytes(StandardCharsets.UTF_8)));
    assertThat(route(pool.ask(false))).isEqualTo("b");
    pool.at("a").chat(answering("from a"));
    pool.time.pass(Duration.ofSeconds(29));
    assertThat(route(pool.ask(false))).isEqualTo("b");
    assertThat(pool.chats()).containsExactly(1, 2, 0);
    pool.time.pass(Duration.ofSeconds(2));
    assertThat(route(pool.ask(false))).isEqualTo("a");
  }

  @Test
  void aRateLimitOfOneModelLeavesTheOtherModelsOfItsUpstreamAlone() {
    pool.rig.gateway.update(
        List.of(
            new UpstreamConfig.OpenAiCompatible(
                "a", pool.at("a").server().uri(), ScriptedOpenAi.KEY, List.of("m", "n")),
            new UpstreamConfig.OpenAiCompatible(
                "b", pool.at("b").server().uri(), ScriptedOpenAi.KEY, List.of("m", "n"))));
    pool.rig.gateway.routes(
        RouteConfig.of(
            Pool.of(
                "pool",
                PolicyKind.PRIORITY,
                Target.of("a", "m"),
                Target.of("a", "n"),
                Target.of("b", "m")),
            Pool.of("other", PolicyKind.PRIORITY, Target.of("a", "n"), Target.of("b", "n"))));
    pool.at("a")
        .chat(call -> {
          if (call.request().text().contains("\"model\":\"m\"")) {
            call.reply(
                429,
                Map.of("Content-Type", "application/json", "Retry-After", "3600"),
                "{}".getBytes(StandardCharsets.UTF_8));
          } else {
            answering("from a").answer(call);
          }
        });
    assertThat(header(pool.ask(false))).startsWith("a/n; policy=priority; attempts=2;");
    assertThat(header(pool.ask(false))).startsWith("a/n; policy=priority; attempts=1;");
    assertThat(header(pool.ask("other", false))).startsWith("a/n; policy=priority; attempts=1;");
    // nor does the upstream count as one that is of no use: where both have a model, it stays first
    assertThat(route(pool.ask("n", false))).isEqualTo("a");
    assertThat(pool.rig.settled().upstreams().getFirst().health().usable()).isTrue();
    assertThat(pool.rig.gateway.explain("pool").passedOver())
        .extracting(target -> target.target().label() + " " + target.state().label())
        .containsExactly("a/m rate_limited");
  }

  @Test
  void anUpstreamWithOneModelAtItsRateLimitStillListsItsModels() {
    try (Rig rig = Rig.over(pool.at("c").upstream())) {
      pool.at("c").chat(failing(429));
      String ask = OpenAiToOllamaTest.chat(ScriptedOpenAi.MODEL, "hi", "");
      Wait.until(
          "the model is known",
          () -> rig.get("/v1/models").body().contains(ScriptedOpenAi.MODEL),
          Duration.ofSeconds(30));
      assertThat(rig.post("/v1/chat/completions", ask).statusCode()).isEqualTo(429);
      rig.settled();
      assertThat(rig.get("/v1/models").body()).contains(ScriptedOpenAi.MODEL);
      assertThat(rig.get("/api/health").statusCode()).isEqualTo(200);
    }
  }

  private static String header(HttpResponse<String> answer) {
    return answer.headers().firstValue("X-Wheelhouse-Route").orElse("");
  }

  private HttpAnswers inTurn(HttpAnswers first, HttpAnswers later) {
    List<Boolean> asked = new ArrayList<>();
    return call -> {
      boolean isFirst = asked.isEmpty();
      asked.add(true);
      (isFirst ? first : later).answer(call);
    };
  }
}
