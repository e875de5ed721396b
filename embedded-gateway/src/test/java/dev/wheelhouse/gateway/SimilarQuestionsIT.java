// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.gateway.cache.CacheRules;
import dev.wheelhouse.gateway.cache.SimilarRules;
import dev.wheelhouse.gateway.chroma.ChromaConfig;
import dev.wheelhouse.gateway.secret.Secret;
import dev.wheelhouse.testing.Wait;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Similar questions are found by a real Chroma. */
class SimilarQuestionsIT {
  private static final int DIMENSIONS = 256;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final MovedClock clock = new MovedClock("2026-03-01T12:00:00Z");
  private final ChromaServer chroma = new ChromaServer();
  private final ScriptedOpenAi upstream = new ScriptedOpenAi().chat(SimilarQuestionsIT::answer);
  private final ScriptedOpenAi near = new ScriptedOpenAi();
  private final Rig rig =
      Rig.at(
          clock,
          upstream.upstream(),
          new UpstreamConfig.OpenAiCompatible(
              "near", near.server().uri(), ScriptedOpenAi.KEY, List.of("embed")));

  @BeforeEach
  void start() {
    near.on(
        "/v1/embeddings",
        call -> {
          String text = Rig.json(call.request().text()).at("/input/0").asText();
          call.json(
              200,
              "{\"data\":[{\"index\":0,\"embedding\":%s}]}"
                  .formatted(java.util.Arrays.toString(vector(text))));
        });
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
    return SimilarRules.of(ChromaConfig.of(chroma.uri(), Secret.none()), "embed")
        .from(0.9)
        .waiting(PATIENCE);
  }

  /** The answer names the question, so that a wrong one is seen. */
  private static void answer(dev.wheelhouse.testing.http.HttpCall call) throws java.io.IOException {
    String question = Rig.json(call.request().text()).at("/messages/0/content").asText();
    call.json(
        200,
        "{\"id\":\"c1\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":%s},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2,\"total_tokens\":9}}"
            .formatted(Rig.quoted("About: " + question)));
  }

  /** Texts of mostly the same words have vectors that are near. */
  private static double[] vector(String text) {
    double[] vector = new double[DIMENSIONS];
    for (String word : text.toLowerCase(Locale.ROOT).split("\\W+")) {
      vector[Math.floorMod(word.hashCode(), DIMENSIONS)]++;
    }
    return vector;
  }

  @Test
  void findsTheNearestOfManyQuestionsAndOnlyOfTheSameScope() {
    List<String> topics = List.of("trains", "bread", "rivers", "chess", "violins", "volcanoes");
    for (int i = 0; i < topics.size(); i++) {
      assertAsked(ask(about(topics.get(i)), ""));
      int asked = i + 1;
      Wait.until("it is kept", () -> chroma.count() == asked, PATIENCE);
    }
    for (String topic : topics) {
      HttpResponse<String> hit = ask(about(topic) + " please", "");
      assertThat(hit.headers().firstValue("X-Cache-Kind")).as(topic).hasValue("similar");
      assertThat(hit.body()).contains(about(topic));
    }
    assertAsked(ask(about("trains") + " please", ",\"max_tokens\":5"));
    assertThat(chroma.content()).doesNotContain("trains", "About", Rig.TOKEN.reveal());
    assertThat(chroma.collections().path(0).path("name").asText())
        .startsWith("wheelhouse-questions-");
  }

  private static String about(String topic) {
    return "%s, %s, %s and %s: what do you know of %s".replace("%s", topic);
  }

  @Test
  void keepsNoMoreThanItMayAndForgetsWhatIsTooOld() {
    rig.gateway.similar(rules().keeping(10));
    for (int i = 0; i < 25; i++) {
      ask(about("trains"), ",\"seed\":" + i);
      int kept = i + 1;
      Wait.until("it is kept", () -> stored() == kept, PATIENCE);
      assertThat(chroma.count()).isLessThanOrEqualTo(10);
      clock.move(Duration.ofSeconds(1));
    }
    assertSimilar(ask(about("trains") + " please", ",\"seed\":24"));
    assertAsked(ask(about("trains") + " please", ",\"seed\":0"));
    clock.move(Duration.ofHours(1));
    assertAsked(ask(about("trains") + " please", ",\"seed\":24"));
  }

  @Test
  void goesOnWhenItsCollectionOrTheWholeServerIsGone() {
    ask(about("trains"), "");
    Wait.until("it is kept", () -> chroma.count() == 1, PATIENCE);
    chroma.drop(chroma.collections().path(0).path("name").asText());
    assertAsked(ask(about("trains") + " please", ""));
    Wait.until("it is kept anew", () -> chroma.count() == 1, PATIENCE);
    assertThat(rig.gateway.cacheNotice()).isEmpty();

    chroma.kill();
    assertAsked(ask(about("bread"), ""));
    assertThat(rig.gateway.cacheNotice()).contains("chroma");
  }

  @Test
  void isClearedWithTheCache() {
    ask(about("trains"), "");
    Wait.until("it is kept", () -> chroma.count() == 1, PATIENCE);
    rig.gateway.clearCache();
    Wait.until("nothing is left", () -> chroma.count() == 0, PATIENCE);
  }

  private double stored() {
    return rig.metric("wheelhouse_gateway_cache_similar_total{result=\"stored\"}");
  }

  private static void assertSimilar(HttpResponse<String> answer) {
    assertThat(answer.headers().firstValue("X-Cache-Kind")).hasValue("similar");
  }

  private static void assertAsked(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("X-Cache")).hasValue("miss");
  }

  private HttpResponse<String> ask(String question, String fields) {
    return rig.post(
        "/v1/chat/completions",
        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":%s}]%s}"
            .formatted(ScriptedOpenAi.MODEL, Rig.quoted(question), fields));
  }
}
