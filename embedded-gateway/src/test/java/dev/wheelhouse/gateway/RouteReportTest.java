// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static dev.wheelhouse.gateway.PoolRig.failing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.gateway.key.ClientKeys;
import dev.wheelhouse.gateway.key.Grant;
import dev.wheelhouse.gateway.key.MemoryKeyStore;
import dev.wheelhouse.gateway.route.pool.Location;
import dev.wheelhouse.gateway.route.pool.PolicyKind;
import dev.wheelhouse.gateway.route.pool.Pool;
import dev.wheelhouse.gateway.route.pool.PoolOptions;
import dev.wheelhouse.gateway.route.pool.RouteConfig;
import dev.wheelhouse.gateway.route.pool.Target;
import dev.wheelhouse.gateway.route.report.RouteExplanation;
import dev.wheelhouse.gateway.route.report.TargetStatus;
import dev.wheelhouse.testing.Wait;
import dev.wheelhouse.testing.http.HttpAnswers;
import dev.wheelhouse.testing.ollama.OllamaTestServer;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How pools are listed, and what the gateway tells of its routing. */
class RouteReportTest {
  private final PoolRig pool = new PoolRig();

  @AfterEach
  void stop() {
    pool.close();
  }

  @Test
  void listsPoolsBesideModelsInEveryDialect() {
    pool.rig.gateway.routes(
        RouteConfig.of(
            Pool.alias("fast", Target.of("b", "m")), Pool.alias("m", Target.of("c", "m"))));
    List<String> ids = List.of("fast", "m", "a/m", "b/m", "c/m");
    assertThat(ids("/v1/models", "data", "id")).containsExactlyElementsOf(ids);
    assertThat(ids("/api/tags", "models", "name")).containsExactlyElementsOf(ids);
    assertThat(Rig.json(pool.rig.get("/v1/models/fast").body()).path("upstream").asText())
        .isEqualTo("b");
    // an alias goes before a model of the same name
    assertThat(PoolRig.route(pool.ask("m", false))).isEqualTo("c");
    assertThat(pool.at("c").lastBody().path("model").asText()).isEqualTo("m");
    pool.rig.gateway.routes(RouteConfig.NONE);
    assertThat(ids("/v1/models", "data", "id")).containsExactly("a/m", "b/m", "c/m");
    assertThat(pool.ask("fast", false).statusCode()).isEqualTo(404);
  }

  @Test
  void refusesPoolsThatCannotBe() {
    Pool one = Pool.alias("one", Target.of("a", "m"));
    assertThatThrownBy(() -> RouteConfig.of(one, one)).hasMessageContaining("two pools");
    assertThatThrownBy(() -> Pool.of("none", PolicyKind.RANDOM)).hasMessageContaining("no target");
    assertThatThrownBy(() -> Target.of("a", "m").weighing(0)).hasMessageContaining("weight");
  }

  @Test
  void explainsWhereARequestWouldGoWithoutSendingOne() {
    pool.pool(
        PolicyKind.PRIORITY,
        Target.of("gone", "m"),
        Target.of("a", "m"),
        Target.of("b", "m"),
        Target.of("c", "other"));
    pool.at("a").chat(failing(429));
    pool.ask(false);
    for (int i = 0; i < 2; i++) {
      RouteExplanation why = pool.rig.gateway.explain("pool");
      assertThat(why.policy()).isEqualTo("priority");
      assertThat(why.order()).extracting(t -> t.target().label()).containsExactly("b/m");
      assertThat(why.passedOver())
          .extracting(t -> t.target().label() + " " + t.state().label() + " " + t.reason())
          .satisfiesExactly(
              gone -> assertThat(gone).isEqualTo("gone/m missing no such upstream"),
              limited ->
                  assertThat(limited).startsWith("a/m rate_limited rate limited: Upstream a"),
              other -> assertThat(other).isEqualTo("c/other missing it does not have the model"));
      assertThat(why.passedOver().get(1).until()).isPresent();
    }
    assertThat(pool.chats()).containsExactly(1, 1, 0);
    assertThat(pool.rig.gateway.explain("a/m").order()).hasSize(1);
    assertThat(pool.rig.gateway.explain("nothing").why()).contains("No upstream has the model");
  }

  @Test
  void explainsOverHttpToWhoeverMayAskForTheModel() {
    pool.rig.gateway.routes(
        RouteConfig.of(
                Pool.of("pool", PolicyKind.PRIORITY, Target.of("a", "m"), Target.of("b", "m")))
            .withLargerContext(Map.of("pool", List.of("c/m"))));
    pool.at("a").chat(failing(429));
    pool.ask(false);
    JsonNode told = Rig.json(pool.rig.get("/api/llm/route?model=pool").body());
    assertThat(told.path("strategy").asText()).isEqualTo("priority");
    assertThat(told.at("/order/0/provider").asText()).isEqualTo("b");
    assertThat(told.at("/passed_over/0/state").asText()).isEqualTo("rate_limited");
    assertThat(told.at("/larger_context/0/model").asText()).isEqualTo("c/m");
    assertThat(pool.rig.get("/api/llm/route").statusCode()).isEqualTo(400);
    ClientKeys keys = new ClientKeys(new MemoryKeyStore(), pool.time);
    pool.rig.gateway.keys(keys);
    HttpRequest.Builder asked =
        HttpRequest.newBuilder()
            .header(
                "Authorization",
                "Bearer "
                    + keys.create("c", Grant.CLIENT.withModels("pool"), null).token().reveal());
    JsonNode forKey =
        Rig.json(
            pool.rig
                .send(asked.copy().uri(pool.rig.uri("/api/llm/route?model=pool")).build())
                .body());
    assertThat(forKey.at("/larger_context/0/refusal").asText())
        .isEqualTo("not granted to this key");
    assertThat(
            pool.rig.send(asked.uri(pool.rig.uri("/api/llm/route?model=m")).build()).statusCode())
        .isEqualTo(403);
  }

  @Test
  void explainsTheSameWithoutTakingATurn() {
    pool.pool(PolicyKind.ROUND_ROBIN, PoolOptions.DEFAULT);
    for (String expected : List.of("a", "b", "c", "a")) {
      pool.rig.gateway.explain("pool");
      assertThat(pool.rig.gateway.explain("pool").order().getFirst().target().upstream())
          .isEqualTo(expected);
      assertThat(PoolRig.route(pool.ask(false))).isEqualTo(expected);
    }
  }

  @Test
  void servesStatsBestProviderAndResetOfTheDynamicWeights() {
    pool.pool(PolicyKind.DYNAMIC_WEIGHT, PoolOptions.DEFAULT);
    assertThat(pool.rig.get("/api/llm/dwa/best-provider").statusCode()).isEqualTo(404);
    for (String name : List.of("a", "c")) {
      HttpAnswers answer = PoolRig.answering("from " + name);
      pool.at(name)
          .chat(call -> {
            pool.time.pass(Duration.ofSeconds(1));
            answer.answer(call);
          });
    }
    pool.at("b").chat(failing(500));
    for (int i = 0; i < 30; i++) {
      pool.ask(false);
    }
    JsonNode stats = Rig.json(pool.rig.get("/api/llm/dwa/stats").body());
    JsonNode targets = stats.path("pools").path(0).path("providers");
    assertThat(stats.path("pools").path(0).path("strategy").asText()).isEqualTo("dynamic_weight");
    assertThat(targets.path(1).path("provider").asText()).isEqualTo("b");
    assertThat(targets.path(1).path("accuracy").asDouble()).isZero();
    assertThat(targets.path(0).path("accuracy").asDouble()).isEqualTo(1);
    assertThat(stats.path("providers")).hasSize(3);
    JsonNode best = Rig.json(pool.rig.get("/api/llm/dwa/best-provider?model=pool").body());
    assertThat(best.path("provider").asText()).isIn("a", "c");
    assertThat(best.path("weighted_composite").asDouble()).isPositive();
    assertThat(pool.rig.post("/api/llm/dwa/reset", "{}").statusCode()).isEqualTo(200);
    JsonNode fresh = Rig.json(pool.rig.get("/api/llm/dwa/stats").body());
    assertThat(fresh.at("/pools/0/providers/1/accuracy").asDouble()).isEqualTo(0.8);
    assertThat(fresh.at("/pools/0/providers/1/state").asText()).isEqualTo("ready");
    assertThat(pool.rig.get("/api/llm/dwa/reset").statusCode()).isEqualTo(405);
  }

  @Test
  void neverPutsTwoModelsVectorsIntoOneCollection() {
    pool.pool(PolicyKind.PRIORITY, Target.of("a", "m"), Target.of("b", "m"));
    pool.at("a").on("/v1/embeddings", failing(503));
    pool.at("b")
        .on(
            "/v1/embeddings",
            call ->
                call.json(
                    200,
                    "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[1.0]}],\"usage\":{\"prompt_tokens\":1}}"));
    String ask = "{\"model\":\"pool\",\"input\":\"hi\"}";
    assertThat(pool.rig.post("/v1/embeddings", ask).statusCode()).isEqualTo(200);
    pool.rig.gateway.update(
        List.of(
            PoolRig.config("a", pool.at("a")),
            new UpstreamConfig.OpenAiCompatible(
                "b", pool.at("b").server().uri(), ScriptedOpenAi.KEY, List.of("other"))));
    pool.pool(PolicyKind.PRIORITY, Target.of("a", "m"), Target.of("b", "other"));
    assertThat(pool.rig.post("/v1/embeddings", ask).statusCode()).isEqualTo(503);
    assertThat(pool.ask(false).statusCode()).isEqualTo(200);
  }

  @Test
  void warmFirstAsksWhoeverHasTheModelInMemory() {
    try (OllamaTestServer first = OllamaTestServer.start(0).withModel("llama3.2:1b");
        OllamaTestServer second = OllamaTestServer.start(0).withModel("llama3.2:1b");
        Rig rig =
            Rig.over(
                new UpstreamConfig.Ollama("first", first.uri()),
                new UpstreamConfig.Ollama("second", second.uri()))) {
      rig.get("/v1/models");
      Pool warm =
          Pool.of(
              "warm",
              PolicyKind.WARM_FIRST,
              Target.of("first", "llama3.2:1b"),
              Target.of("second", "llama3.2:1b"));
      rig.gateway.routes(RouteConfig.of(warm));
      assertThat(rig.gateway.explain("warm").order().getFirst().target().upstream())
          .isEqualTo("first");
      rig.post("/api/chat", OpenAiToOllamaTest.chat("second/llama3.2:1b", "load it", ""));
      Wait.until(
          "the second one is seen to be loaded",
          () -> rig.gateway.routes().pools().getFirst().targets().get(1).place().loaded(),
          Duration.ofSeconds(20));
      var answer = rig.post("/api/chat", OpenAiToOllamaTest.chat("warm", "hi", ""));
      assertThat(answer.headers().firstValue("X-Wheelhouse-Route").orElseThrow())
          .startsWith("second/llama3.2:1b; policy=warm_first; attempts=1; why=\"loaded already\"");
    }
  }

  @Test
  void aModelThatOllamaPassesOnToItsCloudIsNotLocal() {
    pool.at("a")
        .models(call ->
            call.json(
                200, "{\"data\":[{\"id\":\"m\",\"remote_host\":\"https://ollama.example\"}]}"));
    pool.rig.gateway.update(
        List.of(
            new UpstreamConfig.OpenAiCompatible(
                "a", pool.at("a").server().uri(), ScriptedOpenAi.KEY)));
    pool.rig.get("/v1/models");
    pool.rig.gateway.routes(
        RouteConfig.of(
            Pool.alias("private", Target.of("a", "m").at(Location.LOCAL))
                .with(PoolOptions.DEFAULT.localOnly())));
    assertThat(pool.ask("private", false).statusCode()).isEqualTo(503);
    assertThat(pool.chats()).containsExactly(0, 0, 0);
    assertThat(pool.rig.gateway.explain("private").passedOver())
        .extracting(TargetStatus::reason)
        .containsExactly("not on this machine");
  }

  private List<String> ids(String path, String list, String field) {
    List<String> ids = new ArrayList<>();
    Rig.json(pool.rig.get(path).body()).path(list).forEach(e -> ids.add(e.path(field).asText()));
    return ids;
  }
}
