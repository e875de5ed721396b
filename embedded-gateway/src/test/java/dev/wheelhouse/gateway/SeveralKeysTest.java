// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static dev.wheelhouse.gateway.KeyedUpstream.keys;
import static dev.wheelhouse.gateway.KeyedUpstream.limited;
import static dev.wheelhouse.gateway.PoolRig.answering;
import static dev.wheelhouse.gateway.PoolRig.failing;
import static dev.wheelhouse.gateway.ScriptedOpenAi.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.gateway.credential.KeyStatus;
import dev.wheelhouse.gateway.route.UpstreamHealth;
import dev.wheelhouse.gateway.route.pool.PolicyKind;
import dev.wheelhouse.gateway.route.pool.PoolOptions;
import dev.wheelhouse.gateway.route.pool.Target;
import dev.wheelhouse.testing.Wait;
import dev.wheelhouse.testing.http.HttpAnswers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An upstream with several keys: which one is taken, and what a failure means for it. */
class SeveralKeysTest {
  private final PoolRig pool = new PoolRig();
  private final KeyedUpstream keyed = new KeyedUpstream();

  @BeforeEach
  void start() {
    use("one", "two");
  }

  @AfterEach
  void stop() {
    pool.close();
    keyed.close();
  }

  private void use(String... labels) {
    pool.rig.gateway.update(List.of(keyed.config("a", labels), PoolRig.config("b", pool.at("b"))));
  }

  private HttpResponse<String> ask() {
    return pool.ask("a/m", false);
  }

  private static String header(HttpResponse<String> answer) {
    return answer.headers().firstValue("X-Wheelhouse-Route").orElse("");
  }

  @Test
  void keysTakeTurnsAndTheHeaderNamesTheKeyByItsLabelOnly() {
    use("one", "two", "three");
    List<String> headers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      headers.add(header(ask()));
    }
    assertThat(keyed.asked()).containsExactly("one", "two", "three", "one", "two", "three");
    assertThat(headers.getFirst()).isEqualTo("a/m; attempts=1; key=one; why=\"it has the model\"");
    assertThat(headers).noneMatch(header -> header.contains("Zq83"));
  }

  @Test
  void aSingleKeyIsNeverNamed() {
    use("one");
    assertThat(header(ask())).isEqualTo("a/m; attempts=1; why=\"it has the model\"");
    assertThat(keyed.asked()).containsExactly("one");
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 529, -1})
  void a5xxOrABrokenConnectionIsRepeatedWithTheSameKey(int status) {
    pool.pool(PolicyKind.PRIORITY, PoolOptions.DEFAULT.withRetries(1));
    keyed.with("one", inTurn(status < 0 ? call -> call.drop() : failing(status)));
    assertThat(pool.ask(false).body()).contains("with one");
    assertThat(keyed.asked()).containsExactly("one", "one");
    assertThat(pool.ask(false).body()).contains("with two");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a429RotatesTheKeyAndBacksOff(boolean stream) {
    keyed.with("one", limited(30));
    long start = System.nanoTime();
    HttpResponse<String> answer = pool.ask(stream);
    assertThat(answer.body()).contains("with two");
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofMillis(400));
    assertThat(keyed.asked()).containsExactly("one", "two");
    assertThat(pool.chats()).as("nobody else is asked").containsExactly(0, 0, 0);
    assertThat(header(answer))
        .isEqualTo(
            "a/m; policy=priority; attempts=2; key=two; "
                + "why=\"first in the list, after upstream_rate_limited with key one\"");
    assertThat(pool.rig.settled().upstreams().getFirst().health())
        .isInstanceOf(UpstreamHealth.Healthy.class);
  }

  @Test
  void aLimitedKeyRestsForItsRetryAfter() {
    keyed.with("one", limited(30));
    ask();
    keyed.wellAgain("one");
    pool.time.pass(Duration.ofSeconds(29));
    ask();
    ask();
    assertThat(keyed.asked()).containsExactly("one", "two", "two", "two");
    pool.time.pass(Duration.ofSeconds(2));
    keyed.with("two", limited(30));
    assertThat(ask().body()).contains("with one");
  }

  @Test
  void aKeyThatIsLimitedWithOneModelGoesOnWithTheOthers() {
    pool.rig.gateway.update(
        List.of(
            new UpstreamConfig.OpenAiCompatible(
                    "a", keyed.server.server().uri(), ScriptedOpenAi.KEY, List.of("m", "n"))
                .withKeys(keys("one", "two"))));
    keyed.with("one", limited(90)).with("two", limited(90));
    assertThat(ask().statusCode()).isEqualTo(429);
    keyed.wellAgain("one");
    keyed.wellAgain("two");
    assertThat(ask().statusCode()).isEqualTo(429);
    assertThat(pool.ask("a/n", false).body()).contains("with one");
    assertThat(pool.ask("a/n", false).body()).contains("with two");
    assertThat(keyed.asked()).containsExactly("one", "two", "one", "two");
  }

  @Test
  void theKeyThatWasLimitedLeastRecentlyIsTakenFirstUntilThatIsForgotten() {
    use("one", "two", "three");
    keyed.with("one", limited(1));
    ask(); // one, two
    keyed.wellAgain("one");
    pool.time.pass(Duration.ofSeconds(5));
    ask(); // three
    keyed.with("two", limited(1));
    ask(); // two, three
    keyed.wellAgain("two");
    pool.time.pass(Duration.ofSeconds(5));
    keyed.with("three", limited(1));
    ask(); // three, then one, which was limited before two
    keyed.wellAgain("three");
    assertThat(keyed.asked())
        .containsExactly("one", "two", "three", "two", "three", "three", "one");
    pool.time.pass(Duration.ofSeconds(62));
    ask();
    ask();
    ask();
    assertThat(keyed.asked().subList(7, 10)).containsExactly("two", "three", "one");
  }

  @ParameterizedTest
  @CsvSource({"401", "402", "403"})
  void aRefusedKeyIsDeadForTheRequestAndTheNextOneIsAsked(int status) {
    keyed.with("one", failing(status));
    HttpResponse<String> answer = ask();
    assertThat(answer.body()).contains("with two");
    assertThat(header(answer)).contains("key=two", "after upstream_credentials_rejected");
    ask();
    ask();
    assertThat(keyed.asked()).containsExactly("one", "two", "two", "two");
    assertThat(keysNow()).containsExactly("one REFUSED", "two READY");
  }

  @Test
  void aRefusedKeyIsTriedAgainByOneRequestAMinuteAndUsedOnceItIsAccepted() {
    keyed.with("one", failing(401));
    ask();
    pool.time.pass(Duration.ofSeconds(61));
    ask();
    ask();
    assertThat(keyed.asked()).containsExactly("one", "two", "one", "two", "two");
    keyed.wellAgain("one");
    pool.time.pass(Duration.ofSeconds(61));
    assertThat(ask().body()).contains("with one");
    assertThat(keysNow()).containsExactly("one READY", "two READY");
  }

  @ParameterizedTest
  @CsvSource({"400", "404", "422"})
  void a400Or404Or422IsNeverRepeatedWithAnotherKey(int status) {
    keyed.with("one", failing(status));
    assertThat(ask().statusCode()).isEqualTo(status);
    assertThat(keyed.asked()).containsExactly("one");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/m", "pool"})
  void allKeysDeadIsA502ThatSaysCredentialsExhausted(String model) {
    pool.pool(PolicyKind.PRIORITY, Target.of("a", "m"));
    keyed.with("one", failing(401)).with("two", failing(403));
    HttpResponse<String> answer = pool.ask(model, false);
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(Rig.json(answer.body()).at("/error/code").asText())
        .isEqualTo("upstream_credentials_exhausted");
    assertThat(answer.body()).contains("your own token is fine");
    assertThat(keyed.asked()).containsExactly("one", "two");
    assertThat(pool.rig.settled().upstreams().getFirst().health())
        .isInstanceOf(UpstreamHealth.KeyRejected.class);
  }

  @Test
  void aTargetWhoseKeysAreAllDeadIsLeftForTheNext() {
    pool.pool(PolicyKind.PRIORITY, Target.of("a", "m"), Target.of("b", "m"));
    keyed.with("one", failing(401)).with("two", failing(401));
    HttpResponse<String> answer = pool.ask(false);
    assertThat(answer.body()).contains("from b");
    assertThat(header(answer)).contains("after upstream_credentials_exhausted at a/m");
    pool.ask(false);
    assertThat(keyed.asked()).as("it is passed over").containsExactly("one", "two");
  }

  @Test
  void keysThatAreFixedAtTheProviderWorkAgainWithoutAWait() {
    keyed.with("one", failing(401)).with("two", failing(401));
    ask();
    keyed.wellAgain("two");
    assertThat(ask().body()).contains("with two");
  }

  @Test
  void whenEveryKeyIsLimitedTheClientLearnsTheShortestWaitAndNobodyIsAskedMeanwhile() {
    keyed.with("one", limited(90)).with("two", limited(40));
    for (int round = 0; round < 2; round++) {
      HttpResponse<String> answer = ask();
      assertThat(answer.statusCode()).isEqualTo(429);
      assertThat(answer.headers().firstValue("Retry-After")).hasValue("40");
    }
    assertThat(keyed.asked()).containsExactly("one", "two");
    pool.time.pass(Duration.ofSeconds(41));
    keyed.wellAgain("two");
    assertThat(ask().body()).contains("with two");
  }

  @Test
  void aTargetWhoseKeysAreAllLimitedIsLeftForTheNextUntilTheFirstIsFree() {
    pool.pool(PolicyKind.PRIORITY, Target.of("a", "m"), Target.of("b", "m"));
    keyed.with("one", limited(90)).with("two", limited(40));
    assertThat(pool.ask(false).body()).contains("from b");
    keyed.wellAgain("two");
    pool.time.pass(Duration.ofSeconds(39));
    assertThat(pool.ask(false).body()).contains("from b");
    pool.time.pass(Duration.ofSeconds(2));
    assertThat(pool.ask(false).body()).contains("with two");
  }

  @Test
  void aDeadKeyBesideALimitedOneIsALimitAndNotTheEndOfAllCredentials() {
    keyed.with("one", failing(401)).with("two", limited(40));
    for (int round = 0; round < 2; round++) {
      HttpResponse<String> answer = ask();
      assertThat(answer.statusCode()).isEqualTo(429);
      assertThat(answer.headers().firstValue("Retry-After")).hasValue("40");
    }
    assertThat(keyed.asked()).containsExactly("one", "two");
  }

  @Test
  void aShortLimitOfEveryKeyIsWaitedForOnce() {
    keyed.with("one", inTurn(limited(1))).with("two", limited(40));
    assertThat(ask().body()).contains("with one");
    assertThat(keyed.asked()).containsExactly("one", "two", "one");
  }

  @Test
  void anErrorInsideAnHttp200BeforeContentRotatesTheKeyToo() {
    keyed.with(
        "one",
        streaming(
            event("{\"role\":\"assistant\",\"content\":\"\"}", "null"),
            "data: {\"error\":{\"message\":\"slow down\",\"code\":429}}\n\n"));
    assertThat(pool.ask("a/m", true).body()).contains("with two").doesNotContain("slow down");
    assertThat(keyed.asked()).containsExactly("one", "two");
  }

  @Test
  void afterTheFirstTextTheKeyIsNeverChanged() {
    keyed.with(
        "one",
        streaming(
            event("{\"content\":\"seen\"}", "null"),
            "data: {\"error\":{\"message\":\"slow down\",\"code\":429}}\n\n"));
    assertThat(pool.ask("a/m", true).body()).contains("seen", "slow down");
    assertThat(keyed.asked()).containsExactly("one");
    ask();
    assertThat(keyed.asked()).as("it rests all the same").containsExactly("one", "two");
  }

  @Test
  void whatAnUpstreamSaysShowsNoneOfItsKeys() {
    HttpAnswers telling =
        call ->
            call.json(
                400,
                "{\"error\":{\"message\":\"not %s but %s\"}}"
                    .formatted(KeyedUpstream.secret("one"), KeyedUpstream.secret("two")));
    keyed.with("one", telling).with("two", telling);
    assertThat(ask().body()).contains("not [hidden] but [hidden]");
    assertThat(ask().body()).contains("not [hidden] but [hidden]");
  }

  @Test
  void embeddingsRotateTheirKeysToo() {
    keyed.with("one", failing(401));
    keyed.with(
        "two", call -> call.json(200, "{\"data\":[{\"index\":0,\"embedding\":[0.5,0.25]}]}"));
    HttpResponse<String> answer =
        pool.rig.post("/v1/embeddings", "{\"model\":\"a/m\",\"input\":\"hi\"}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(keyed.asked()).containsExactly("one", "two");
  }

  @Test
  void healthAndExplanationNameKeysByTheirLabels() {
    keyed.with("one", limited(30));
    ask();
    assertThat(keysNow()).containsExactly("one RESTING", "two READY");
    assertThat(pool.rig.gateway.explain("a/m").why()).isEqualTo("it has the model, with key two");
    assertThat(pool.rig.gateway.explain("pool").why()).contains("with key two");
    String report = pool.rig.get("/api/health").body();
    JsonNode shown = Rig.json(report).at("/providers/providers/a/keys");
    assertThat(shown.get(0).path("key").asText()).isEqualTo("one");
    assertThat(shown.get(0).path("status").asText()).isEqualTo("resting");
    assertThat(shown.get(0).path("until").asText()).isEqualTo("2026-11-21T12:00:30Z");
    assertThat(shown.get(1).path("status").asText()).isEqualTo("ready");
    assertThat(report).doesNotContain("Zq83");
    assertThat(pool.rig.gateway.status().toString()).doesNotContain("Zq83");
    assertThat(keyed.config("a", "one", "two").toString()).doesNotContain("Zq83");
  }

  @Test
  void aRefusedKeyDoesNotHideTheModelsFromTheOthers() {
    keyed.server.models(call -> {
      if (KeyedUpstream.label(call).equals("one")) {
        call.json(401, "{}");
      } else {
        call.json(200, "{\"data\":[{\"id\":\"found\"}]}");
      }
    });
    pool.rig.gateway.update(
        List.of(
            new UpstreamConfig.OpenAiCompatible(
                    "a", keyed.server.server().uri(), ScriptedOpenAi.KEY)
                .withKeys(keys("one", "two"))));
    Wait.untilAsserted(
        () ->
            assertThat(pool.rig.gateway.status().upstreams().getFirst().models())
                .containsExactly("found"),
        Duration.ofSeconds(30));
    assertThat(pool.rig.gateway.status().upstreams().getFirst().health())
        .isInstanceOf(UpstreamHealth.Healthy.class);
  }

  @Test
  void aTestOfTheProviderTestsEachKeyAndNamesTheOneThatFails() {
    UpstreamConfig config = keyed.config("a", "one", "two");
    assertThat(Gateway.test(config)).isInstanceOf(UpstreamVerdict.Works.class);
    keyed.with("two", failing(401));
    assertThat(Gateway.test(config))
        .isInstanceOfSatisfying(
            UpstreamVerdict.Fails.class,
            fails -> {
              assertThat(fails.reason()).isEqualTo(UpstreamVerdict.Reason.KEY_REJECTED);
              assertThat(fails.cause()).startsWith("With key two: ").doesNotContain("Zq83");
            });
  }

  @ParameterizedTest
  @EnumSource(ScriptedUpstream.Kind.class)
  void everyProviderSendsEachKeyInItsTurn(ScriptedUpstream.Kind kind) {
    try (ScriptedUpstream upstream = new ScriptedUpstream(kind)) {
      List<String> asked = new ArrayList<>();
      upstream.answer(call -> {
        asked.add(KeyedUpstream.label(call));
        call.json(400, "{\"error\":{\"message\":\"no\"}}");
      });
      pool.rig.gateway.update(List.of(upstream.config().withKeys(keys("one", "two"))));
      for (int i = 0; i < 2; i++) {
        Wait.until(
            "the model is known",
            () -> !pool.rig.gateway.status().upstreams().getFirst().models().isEmpty(),
            Duration.ofSeconds(30));
        assertThat(pool.ask("up/" + kind.model, false).statusCode()).isEqualTo(400);
      }
      assertThat(asked).containsExactlyInAnyOrder("one", "two");
    }
  }

  @Test
  void refusesKeysThatCannotBe() {
    assertThatThrownBy(() -> keyed.config("a")).hasMessageContaining("no key");
    assertThatThrownBy(() -> keyed.config("a", "one", "one")).hasMessageContaining("twice");
    assertThatThrownBy(() -> keys("a/key")).hasMessageContaining("label");
  }

  private List<String> keysNow() {
    List<KeyStatus> keys = pool.rig.settled().upstreams().getFirst().keys();
    return keys.stream().map(key -> key.label() + " " + key.state()).toList();
  }

  private static HttpAnswers streaming(String... texts) {
    return call -> {
      call.begin(200, "text/event-stream");
      for (String text : texts) {
        call.write(text);
      }
      call.end();
    };
  }

  private static HttpAnswers inTurn(HttpAnswers first) {
    List<Boolean> asked = new ArrayList<>();
    return call -> {
      boolean isFirst = asked.isEmpty();
      asked.add(true);
      (isFirst ? first : answering("with one")).answer(call);
    };
  }
}
