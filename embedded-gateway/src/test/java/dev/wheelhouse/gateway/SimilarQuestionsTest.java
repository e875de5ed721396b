// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.gateway.cache.CacheRules;
import dev.wheelhouse.gateway.cache.SimilarRules;
import dev.wheelhouse.gateway.chroma.ChromaConfig;
import dev.wheelhouse.gateway.key.ClientKeys;
import dev.wheelhouse.gateway.key.Grant;
import dev.wheelhouse.gateway.key.MemoryKeyStore;
import dev.wheelhouse.gateway.route.pool.PolicyKind;
import dev.wheelhouse.gateway.route.pool.Pool;
import dev.wheelhouse.gateway.route.pool.PoolOptions;
import dev.wheelhouse.gateway.route.pool.RouteConfig;
import dev.wheelhouse.gateway.route.pool.Target;
import dev.wheelhouse.gateway.secret.Secret;
import dev.wheelhouse.testing.Wait;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that are given to questions in other words, with a scripted model and Chroma. */
class SimilarQuestionsTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String MODEL = ScriptedOpenAi.MODEL;
  private static final Secret DOOR = Secret.of("front-door-token-of-the-tests");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The cosine of the first one and the next two is 0.96; of any with the last one it is 0. */
  private static final Map<String, String> VECTORS =
      Map.of(
          "How do I greet people?", "[2,0,0]",
          "How does one greet people?", "[0.96,0.28,0]",
          "How might one greet people?", "[0.96,-0.28,0]",
          "What is a train?", "[0,0,7]");

  private final MovedClock clock = new MovedClock("2026-03-01T12:00:00Z");
  private final ClientKeys keys = new ClientKeys(new MemoryKeyStore(), clock);
  private final ScriptedOpenAi upstream = new ScriptedOpenAi().chat(this::answer);
  private final ScriptedOpenAi near = new ScriptedOpenAi();
  private final ScriptedChroma chroma = new ScriptedChroma();
  private final Rig rig =
      Rig.at(
          clock,
          upstream.upstream(),
          new UpstreamConfig.OpenAiCompatible(
              "near", near.server().uri(), ScriptedOpenAi.KEY, List.of("embed")));
  private volatile String finish = "stop";

  @BeforeEach
  void start() {
    near.on(
        "/v1/embeddings",
        call -> {
          String text = Rig.json(call.request().text()).at("/input/0").asText();
          call.json(
              200,
              "{\"data\":[{\"index\":0,\"embedding\":%s}],\"usage\":{\"prompt_tokens\":3}}"
                  .formatted(VECTORS.getOrDefault(text, "[1,0,0]")));
        });
    rig.gateway.keys(keys);
    rig.gateway.cache(CacheRules.of(1 << 20).withModels("*"));
    rig.gateway.similar(rules());
    Wait.until(
        "the models are known",
        () -> rig.get("/v1/models").body().contains("\"embed\""),
        Duration.ofSeconds(60));
  }

  @AfterEach
  void stop() {
    rig.close();
    upstream.close();
    near.close();
    chroma.close();
  }

  private SimilarRules rules() {
    return SimilarRules.of(ChromaConfig.of(chroma.uri(), DOOR), "embed").waiting(PATIENCE);
  }

  private void answer(dev.wheelhouse.testing.http.HttpCall call) throws java.io.IOException {
    call.json(
        200,
        "{\"id\":\"c1\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Say hello.\"},\"finish_reason\":\"%s\"}],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2,\"total_tokens\":9}}"
            .formatted(finish));
  }

  @Test
  void answersASimilarQuestionAndSaysThatItDoes() {
    assertAsked(ask("How do I greet people?", ""));
    stored(1);
    HttpResponse<String> hit = ask("How does one greet people?", "");
    assertSimilar(hit);
    assertThat(hit.headers().firstValue("X-Cache-Similarity")).hasValue("0.9600");
    assertThat(hit.headers().firstValue("X-Wheelhouse-Route")).hasValue("cache");
    assertThat(hit.body()).contains("Say hello.");
    HttpResponse<String> exact = ask("How do I greet people?", "");
    assertThat(exact.headers().firstValue("X-Cache")).hasValue("hit");
    assertThat(exact.headers().firstValue("X-Cache-Kind")).isEmpty();
    assertAsked(ask("What is a train?", ""));
    assertThat(upstream.chatCount()).isEqualTo(2);
  }

  @Test
  void countsItsTokensAsSavedAndItselfAsAHitOfItsKind() {
    ask("How do I greet people?", "");
    stored(1);
    ask("How does one greet people?", "");
    assertThat(rig.metric("wheelhouse_gateway_cache_requests_total{result=\"hit-similar\"}"))
        .isEqualTo(1);
    assertThat(rig.metric("wheelhouse_gateway_cache_similar_total{result=\"hit\"}")).isEqualTo(1);
    assertThat(rig.metric("wheelhouse_gateway_cache_saved_tokens_total")).isEqualTo(9);
    assertThat(rig.metric("gen_ai_client_token_usage_sum")).isEqualTo(9);
    JsonNode stats = Rig.json(rig.get("/api/db/cache/stats").body());
    assertThat(stats.path("hits").asInt()).isEqualTo(1);
    assertThat(stats.path("misses").asInt()).isEqualTo(1);
    assertThat(stats.path("saved_tokens").asInt()).isEqualTo(9);
    assertThat(stats.at("/similar/hits").asInt()).isEqualTo(1);
    assertThat(stats.at("/similar/stored").asInt()).isEqualTo(1);
  }

  @Test
  void givesItAsAStreamAndInAnotherDialect() {
    ask("How do I greet people?", ",\"max_tokens\":50");
    stored(1);
    HttpResponse<String> stream =
        ask("How does one greet people?", ",\"max_tokens\":50,\"stream\":true");
    assertSimilar(stream);
    assertThat(stream.body()).contains("Say hello.").endsWith("data: [DONE]\n\n");
    HttpResponse<String> anthropic =
        send(
            Rig.TOKEN,
            "/v1/messages",
            body("How does one greet people?", ",\"max_tokens\":50"),
            "on");
    assertSimilar(anthropic);
    assertThat(anthropic.body()).contains("Say hello.", "\"stop_reason\":\"end_turn\"");
    assertThat(upstream.chatCount()).isEqualTo(1);
  }

  @Test
  void isOffAtFirstAndWhenTheCacheIs() {
    rig.gateway.similar(SimilarRules.OFF);
    ask("How do I greet people?", "");
    assertAsked(ask("How does one greet people?", ""));
    rig.gateway.similar(rules());
    rig.gateway.cache(CacheRules.OFF);
    assertThat(ask("How do I greet people?", "").headers().firstValue("X-Cache")).isEmpty();
    assertThat(near.calls("/v1/embeddings")).isEmpty();
    assertThat(chroma.calls()).isEmpty();
  }

  @Test
  void needsTheThreshold() {
    rig.gateway.similar(rules().from(0.97));
    ask("How do I greet people?", "");
    stored(1);
    assertAsked(ask("How does one greet people?", ""));
    stored(2);
    rig.gateway.similar(rules().from(0.9));
    assertSimilar(ask("How might one greet people?", ""));
  }

  @Test
  void keepsKeysModelsSettingsSystemPromptsAndHistoriesApart() {
    Secret other = keys.create("other", Grant.CLIENT, null).token();
    ask("How do I greet people?", "");
    stored(1);
    String question = "How does one greet people?";
    assertAsked(send(other, CHAT, body(question, ""), "on"));
    assertAsked(ask(question, ",\"temperature\":0"));
    assertAsked(ask(question, ",\"max_tokens\":5"));
    String message = "{\"role\":\"user\",\"content\":\"%s\"}".formatted(question);
    for (String before :
        List.of(
            "{\"role\":\"system\",\"content\":\"Be rude.\"}",
            "{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":\"Yes?\"}")) {
      assertAsked(
          send(
              Rig.TOKEN,
              CHAT,
              "{\"model\":\"%s\",\"messages\":[%s,%s]}".formatted(MODEL, before, message),
              "on"));
    }
    assertSimilar(ask(question, ""));
  }

  @Test
  void keepsQuestionsApartThatDifferInANumberOrANot() {
    ask("Is 17 a prime?", "");
    stored(1);
    assertAsked(ask("Is 18 a prime?", ""));
    assertAsked(ask("Is 17 not a prime?", ""));
    assertAsked(ask("Isn't 17 a prime?", ""));
    assertSimilar(ask("Is the number 17 a prime?", ""));
  }

  @Test
  void leavesOutToolsImagesLongTextsAndKeys() {
    String tools =
        ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{}}}]";
    send(Rig.TOKEN, CHAT, body("How do I greet people?", tools), "force");
    send(
        Rig.TOKEN,
        CHAT,
        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"What is it?\"},{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AAAA\"}}]}]}"
            .formatted(MODEL),
        "on");
    ask("word ".repeat(500), "");
    ask("Is sk-0123456789abcdef a good key?", "");
    rig.settled();
    assertThat(upstream.chatCount()).isEqualTo(4);
    assertThat(near.calls("/v1/embeddings")).isEmpty();
  }

  @Test
  void keepsNoAnswerThatIsCutOffFilteredOrACall() {
    for (String reason : List.of("length", "content_filter", "tool_calls")) {
      finish = reason;
      ask("How do I greet people?", ",\"seed\":" + reason.length());
    }
    finish = "stop";
    ask("What is a train?", "");
    stored(1); // what was to be kept before it would have been kept first
  }

  @Test
  void doesWhatTheHeadersSay() {
    ask("How do I greet people?", "");
    stored(1);
    clock.move(Duration.ofSeconds(30));
    String question = "How does one greet people?";
    HttpResponse<String> hit = with("Cache-Control", "max-age=30", question);
    assertSimilar(hit);
    assertThat(hit.headers().firstValue("Age")).hasValue("30");
    assertThat(with("Cache-Control", "no-store", question).headers().firstValue("X-Cache"))
        .isEmpty();
    assertThat(with("X-Wheelhouse-Cache", "off", question).headers().firstValue("X-Cache"))
        .isEmpty();
    assertThat(chroma.count()).isEqualTo(1);
    assertAsked(with("Cache-Control", "max-age=29", question));
    stored(2);
    assertAsked(with("Cache-Control", "no-cache", "How can one greet people?"));
    stored(3);
  }

  @Test
  void forgetsWhatIsTooOldAndTheOldestWhenThereAreTooMany() {
    rig.gateway.similar(rules().keeping(10));
    for (int i = 0; i < 30; i++) {
      ask("How do I greet people?", ",\"seed\":" + i);
      rig.settled();
      int sent = i + 1;
      Wait.until("it is stored", () -> counted("stored") == sent, Duration.ofSeconds(60));
      assertThat(chroma.count()).isLessThanOrEqualTo(10);
      clock.move(Duration.ofSeconds(1));
    }
    assertSimilar(ask("How does one greet people?", ",\"seed\":29"));
    assertAsked(ask("How does one greet people?", ",\"seed\":1"));
    clock.move(Duration.ofHours(1));
    assertAsked(ask("How does one greet people?", ",\"seed\":29"));
  }

  @Test
  void failsNoRequestAndLeavesChromaAloneForAWhile() {
    chroma.instead(Optional.of(call -> call.json(500, "{\"error\":\"broken\"}")));
    assertAsked(ask("How do I greet people?", ""));
    int calls = chroma.calls().size();
    assertAsked(ask("How does one greet people?", ""));
    assertThat(chroma.calls()).hasSize(calls);
    assertThat(counted("failed")).isEqualTo(1);
    assertThat(counted("paused")).isEqualTo(1);
    assertThat(rig.get("/api/health").body()).contains("Similar questions cannot be looked for");
    assertThat(rig.gateway.cacheNotice()).contains("chroma").doesNotContain(DOOR.reveal());

    chroma.instead(Optional.empty());
    clock.move(Duration.ofSeconds(31));
    assertAsked(ask("How can one greet people?", ""));
    assertThat(rig.gateway.cacheNotice()).isEmpty();
    stored(1);
  }

  @Test
  void failsNoRequestWhenTheModelRefusesOrIsNotThere() {
    near.on("/v1/embeddings", call -> call.json(503, "{\"error\":{\"message\":\"busy\"}}"));
    assertAsked(ask("How do I greet people?", ""));
    assertThat(counted("failed")).isEqualTo(1);
    rig.gateway.similar(SimilarRules.of(ChromaConfig.of(chroma.uri(), DOOR), "no-such-model"));
    assertAsked(ask("How does one greet people?", ""));
    assertThat(rig.gateway.cacheNotice()).contains("no-such-model");
    assertThat(chroma.calls()).isEmpty();
  }

  @Test
  void waitsForTheModelNoLongerThanItsPatience() {
    CountDownLatch loaded = new CountDownLatch(1);
    near.on(
        "/v1/embeddings",
        call -> {
          loaded.await();
          call.json(200, "{\"data\":[{\"index\":0,\"embedding\":[1,0,0]}]}");
        });
    rig.gateway.similar(rules().waiting(Duration.ofMillis(100)));
    assertAsked(ask("How do I greet people?", ""));
    assertThat(rig.gateway.cacheNotice()).contains("timer");
    rig.gateway.similar(rules());
    loaded.countDown();
    assertAsked(ask("How do I greet people?", ",\"seed\":1"));
    stored(1);
  }

  @Test
  void sendsNothingToAModelElsewhereThatIsMeantForThisMachine() {
    try (ScriptedOpenAi remote = new ScriptedOpenAi()) {
      cloudModel(remote);
      rig.gateway.update(
          List.of(upstream.upstream(), new UpstreamConfig.Ollama("far", remote.server().uri())));
      Wait.until(
          "the model is known",
          () -> rig.get("/v1/models").body().contains("far-embed"),
          Duration.ofSeconds(60));
      rig.gateway.similar(SimilarRules.of(ChromaConfig.of(chroma.uri(), DOOR), "far-embed"));
      // the chat's own model is on this machine, with or without a pool that says so
      assertAsked(ask("How do I greet people?", ""));
      rig.gateway.routes(
          RouteConfig.of(
              Pool.of("pinned", PolicyKind.PRIORITY, Target.of("cloud-chat", "x"), own())
                  .with(PoolOptions.DEFAULT.localOnly())));
      assertAsked(
          send(Rig.TOKEN, CHAT, body("What is a train?", "").replace(MODEL, "pinned"), "on"));
      assertThat(remote.calls("/api/embed")).isEmpty();
      assertThat(counted("private")).isEqualTo(2);
    }
  }

  private Target own() {
    return Target.of(upstream.upstream().name(), MODEL);
  }

  /** An Ollama that has a model which computes in its cloud. */
  private static void cloudModel(ScriptedOpenAi server) {
    server.on(
        "/api/tags",
        call ->
            call.json(
                200,
                "{\"models\":[{\"name\":\"far-embed\",\"remote_host\":\"https://ollama.com\",\"capabilities\":[\"embedding\"]}]}"));
  }

  @Test
  void sendsTheTokenToChromaAndNeitherQuestionNorAnswer() {
    ask("How do I greet people?", "");
    stored(1);
    assertThat(chroma.calls())
        .isNotEmpty()
        .allMatch(call ->
            call.headers().first("authorization").orElse("").equals("Bearer " + DOOR.reveal()))
        .noneMatch(call -> call.text().contains("greet") || call.text().contains("hello"))
        .noneMatch(call -> call.text().contains(Rig.TOKEN.reveal()));
    assertThat(near.calls("/v1/embeddings")).hasSize(1);
  }

  @Test
  void isClearedWithTheCache() {
    ask("How do I greet people?", "");
    stored(1);
    rig.gateway.clearCache();
    Wait.until("nothing is left", () -> chroma.count() == 0, Duration.ofSeconds(60));
    assertAsked(ask("How does one greet people?", ""));
  }

  private double counted(String result) {
    return rig.metric("wheelhouse_gateway_cache_similar_total{result=\"%s\"}".formatted(result));
  }

  private void stored(int many) {
    Wait.until(many + " are stored", () -> chroma.count() == many, Duration.ofSeconds(60));
  }

  private static void assertSimilar(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("X-Cache")).hasValue("hit");
    assertThat(answer.headers().firstValue("X-Cache-Kind")).hasValue("similar");
  }

  private static void assertAsked(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("X-Cache")).hasValue("miss");
  }

  private static String body(String question, String fields) {
    return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}"
        .formatted(MODEL, question, fields);
  }

  private HttpResponse<String> ask(String question, String fields) {
    return send(Rig.TOKEN, CHAT, body(question, fields), "on");
  }

  private HttpResponse<String> with(String header, String value, String question) {
    return rig.send(rig.posting(CHAT, body(question, "")).header(header, value).build());
  }

  private HttpResponse<String> send(Secret key, String path, String body, String cache) {
    return rig.send(
        rig.request(path)
            .setHeader("Authorization", "Bearer " + key.reveal())
            .header("Content-Type", "application/json")
            .header("X-Wheelhouse-Cache", cache)
            .POST(BodyPublishers.ofString(body))
            .build());
  }
}
