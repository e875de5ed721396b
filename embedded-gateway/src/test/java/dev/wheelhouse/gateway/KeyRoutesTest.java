// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static dev.wheelhouse.gateway.PoolRig.answering;
import static dev.wheelhouse.gateway.PoolRig.failing;
import static dev.wheelhouse.gateway.PoolRig.route;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.gateway.key.ClientKeys;
import dev.wheelhouse.gateway.key.Grant;
import dev.wheelhouse.gateway.key.MemoryKeyStore;
import dev.wheelhouse.gateway.key.ModelNames;
import dev.wheelhouse.gateway.route.pool.PolicyKind;
import dev.wheelhouse.gateway.route.pool.Pool;
import dev.wheelhouse.gateway.route.pool.RouteConfig;
import dev.wheelhouse.gateway.route.pool.Target;
import dev.wheelhouse.gateway.secret.Secret;
import dev.wheelhouse.testing.http.HttpAnswers;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** To which models routing may take a key that is not for all of them. */
class KeyRoutesTest {
  private final PoolRig pool = new PoolRig();
  private final ClientKeys keys = new ClientKeys(new MemoryKeyStore(), pool.time);

  KeyRoutesTest() {
    pool.rig.gateway.keys(keys);
    pool.at("a").chat(tooLong());
  }

  @AfterEach
  void stop() {
    pool.close();
  }

  @Test
  void aKeyForAPoolReachesAllItsTargetsAndNoneOfThemByName() {
    pool.pool(PolicyKind.PRIORITY, Target.of("a", "m"), Target.of("b", "m"));
    pool.at("a").chat(failing(500));
    Secret key = key("pool");
    assertThat(route(ask(key, "pool"))).isEqualTo("b");
    for (String name : List.of("m", "a/m", "b/m")) {
      assertThat(ask(key, name).statusCode()).as(name).isEqualTo(403);
    }
  }

  @Test
  void aConversationThatIsTooLongDoesNotReachAModelThatTheKeyMayNotUse() {
    larger("short", "b/m", "c/m");
    HttpResponse<String> refused = ask(key("short"), "short");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("maximum context length").doesNotContain("b/m");
    assertThat(pool.chats()).containsExactly(1, 0, 0);
    assertThat(route(ask(key("short", "c/*"), "short"))).isEqualTo("c");
    assertThat(route(ask(key("short", "b/m"), "short"))).isEqualTo("b");
    assertThat(route(ask(key("*"), "short"))).isEqualTo("b");
    assertThat(route(pool.ask("short", false))).isEqualTo("b");
  }

  @Test
  void theSameHoldsForAModelThatIsInNoPool() {
    larger("a/m", "b/m");
    assertThat(ask(key("a/m"), "a/m").statusCode()).isEqualTo(400);
    assertThat(route(ask(key("a/m", "b/m"), "a/m"))).isEqualTo("b");
  }

  @Test
  void aPlainNameGrantsOnlyTheUpstreamThatItLeadsTo() {
    larger("short", "b/m");
    // the plain name means the first upstream that has the model, and that is a
    assertThat(ask(key("short", "m"), "short").statusCode()).isEqualTo(400);
    pool.at("a").chat(answering("from a"));
    pool.at("b").chat(tooLong());
    pool.rig.gateway.routes(
        RouteConfig.of(Pool.alias("short", Target.of("b", "m")))
            .withLargerContext(Map.of("short", List.of("a/m"))));
    assertThat(route(ask(key("short", "m"), "short"))).isEqualTo("a");
  }

  @Test
  void aPoolForLongConversationsIsReachedByThoseWhoMayAskForIt() {
    pool.rig.gateway.routes(
        RouteConfig.of(
                Pool.alias("short", Target.of("a", "m")), Pool.alias("long", Target.of("c", "m")))
            .withLargerContext(Map.of("short", List.of("long"))));
    assertThat(ask(key("short"), "short").statusCode()).isEqualTo(400);
    assertThat(route(ask(key("short", "long"), "short"))).isEqualTo("c");
    assertThat(route(ask(key("short", "c/m"), "short"))).isEqualTo("c");
  }

  @Test
  void aTargetOfThePoolIsGrantedWithThePoolAlsoForLongConversations() {
    pool.rig.gateway.routes(
        RouteConfig.of(
                Pool.of("pool", PolicyKind.PRIORITY, Target.of("a", "m"), Target.of("b", "m")))
            .withLargerContext(Map.of("pool", List.of("c/m", "b/m"))));
    assertThat(route(ask(key("pool"), "pool"))).isEqualTo("b");
    assertThat(pool.chats()).containsExactly(1, 1, 0);
  }

  @Test
  void theExplanationSaysWhatAKeyDoesNotReach() {
    larger("short", "b/m", "c/m", "gone/m");
    assertThat(longer("short", ModelNames.of("short", "c/m")))
        .containsExactly("b/m: not granted to this key", "c/m: ", "gone/m: no upstream has it");
    assertThat(longer("short", ModelNames.ALL)).startsWith("b/m: ", "c/m: ");
    assertThat(pool.rig.gateway.explain("short", ModelNames.of("other")).why())
        .isEqualTo("not granted to this key");
    assertThat(pool.rig.gateway.explain("short", ModelNames.of("other")).order()).isEmpty();
    larger("a/m", "b/m");
    assertThat(longer("a/m", ModelNames.of("a/*"))).containsExactly("b/m: not granted to this key");
    assertThat(pool.chats()).containsExactly(0, 0, 0);
  }

  @Test
  void vectorsAreNeverMadeByAnotherModelBecauseTheTextIsTooLong() {
    pool.rig.gateway.update(
        List.of(
            PoolRig.config("a", pool.at("a")),
            new UpstreamConfig.OpenAiCompatible(
                "b", pool.at("b").server().uri(), ScriptedOpenAi.KEY, List.of("other"))));
    larger("short", "b/other");
    pool.at("a").on("/v1/embeddings", tooLong());
    pool.at("b").on("/v1/embeddings", failing(500));
    HttpResponse<String> answer =
        pool.rig.post("/v1/embeddings", "{\"model\":\"short\",\"input\":\"hi\"}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(pool.at("b").calls("/v1/embeddings")).isEmpty();
  }

  private List<String> longer(String model, ModelNames granted) {
    return pool.rig.gateway.explain(model, granted).larger().stream()
        .map(each -> each.name() + ": " + each.refusal())
        .toList();
  }

  /** A pool {@code short} over a, and models for conversations that are too long for one. */
  private void larger(String name, String... models) {
    pool.rig.gateway.routes(
        RouteConfig.of(Pool.alias("short", Target.of("a", "m")))
            .withLargerContext(Map.of(name, List.of(models))));
  }

  private Secret key(String... models) {
    return keys.create("client", Grant.CLIENT.withModels(models), null).token();
  }

  private HttpResponse<String> ask(Secret key, String model) {
    return pool.rig.send(
        HttpRequest.newBuilder(pool.rig.uri("/v1/chat/completions"))
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", "Bearer " + key.reveal())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(OpenAiToOllamaTest.chat(model, "hi", "")))
            .build());
  }

  private static HttpAnswers tooLong() {
    return call ->
        call.json(
            400,
            "{\"error\":{\"message\":\"This model's maximum context length is 8192 tokens.\",\"code\":\"context_length_exceeded\"}}");
  }
}
