// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.gateway.cache.CacheRules;
import dev.wheelhouse.gateway.key.ClientKeys;
import dev.wheelhouse.gateway.key.Grant;
import dev.wheelhouse.gateway.key.MemoryKeyStore;
import dev.wheelhouse.gateway.key.Scope;
import dev.wheelhouse.gateway.secret.Secret;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers that are given again without asking the upstream. */
class CacheTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String STREAM =
      ScriptedOpenAi.event("{\"role\":\"assistant\",\"content\":\"\"}", "null")
          + ScriptedOpenAi.event("{\"content\":\"Hel\"}", "null")
          + ": a comment\n\n"
          + ScriptedOpenAi.event("{\"content\":\"lo\",\"odd\":[1]}", "null")
          + ScriptedOpenAi.event("{}", "\"stop\"")
          + "data: {\"id\":\"c1\",\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2,\"total_tokens\":9}}\n\n"
          + "data: [DONE]\n\n";
  private static final String WHOLE =
      "{\"id\":\"c7\",\"odd\":1.50,\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hello\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2,\"total_tokens\":9}}";

  private final MovedClock clock = new MovedClock("2026-03-01T12:00:00Z");
  private final ClientKeys keys = new ClientKeys(new MemoryKeyStore(), clock);
  private final ScriptedUpstream upstream = new ScriptedUpstream(ScriptedUpstream.Kind.OPENAI);
  private final Rig rig = Rig.at(clock, upstream.config());

  CacheTest() {
    rig.gateway.keys(keys);
    rig.gateway.cache(CacheRules.of(1 << 20).withModels("gpt*"));
    upstream.answer(call -> {
      if (Rig.json(call.request().text()).path("stream").asBoolean()) {
        call.begin(200, "text/event-stream");
        call.write(STREAM);
        call.end();
      } else {
        call.json(200, WHOLE);
      }
    });
  }

  @AfterEach
  void stop() {
    rig.close();
    upstream.close();
  }

  @Test
  void givesAWholeAnswerAgainByteForByte() {
    HttpResponse<String> first = post(CHAT, "");
    HttpResponse<String> second = post(CHAT, "");
    assertCache(first, "miss");
    assertCache(second, "hit");
    assertThat(first.body()).isEqualTo(WHOLE);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(upstream.chats()).isEqualTo(1);
  }

  @Test
  void givesAStreamAgainByteForByte() {
    String usage = ",\"stream\":true,\"stream_options\":{\"include_usage\":true}";
    HttpResponse<String> first = post(CHAT, usage);
    HttpResponse<String> second = post(CHAT, usage);
    assertThat(first.body()).isEqualTo(STREAM);
    assertCache(second, "hit");
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.headers().firstValue("Content-Type")).hasValue("text/event-stream");
    assertThat(upstream.chats()).isEqualTo(1);
  }

  @Test
  void givesAnAnswerAsAStreamWhenItCameWholeAndTheOtherWayRound() {
    post(CHAT, "");
    HttpResponse<String> stream = post(CHAT, ",\"stream\":true");
    assertCache(stream, "hit");
    assertThat(stream.body())
        .contains("\"content\":\"Hello\"", "\"finish_reason\":\"stop\"")
        .endsWith("data: [DONE]\n\n");
    String other = ",\"temperature\":0";
    post(CHAT, other + ",\"stream\":true");
    HttpResponse<String> whole = post(CHAT, other);
    assertCache(whole, "hit");
    JsonNode answer = Rig.json(whole.body());
    assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo("Hello");
    assertThat(answer.at("/usage/total_tokens").asInt()).isEqualTo(9);
    assertThat(upstream.chats()).isEqualTo(2);
  }

  @Test
  void givesTheSameConversationInAnotherDialect() {
    post(CHAT, ",\"max_tokens\":50,\"temperature\":0");
    HttpResponse<String> anthropic =
        post("/v1/messages", ",\"max_tokens\":50,\"temperature\":0.0,\"stream\":true");
    assertCache(anthropic, "hit");
    assertThat(anthropic.body()).contains("event: message_start", "Hello", "event: message_stop");
    HttpResponse<String> ollama =
        post("/api/chat", ",\"options\":{\"num_predict\":50,\"temperature\":0}");
    assertCache(ollama, "hit");
    assertThat(ollama.body().lines().toList().getLast()).contains("\"done\":true");
    assertThat(upstream.chats()).isEqualTo(1);
  }

  @Test
  void answersEveryOtherQuestionAnew() {
    post(CHAT, "");
    for (String other :
        new String[] {
          ",\"max_tokens\":5",
          ",\"seed\":1",
          ",\"logit_bias\":{\"1\":2}",
          ",\"user\":\"someone\"",
          ",\"response_format\":{\"type\":\"json_object\"}"
        }) {
      assertCache(post(CHAT, other), "miss");
      assertCache(post(CHAT, other), "hit");
    }
    // fields that only one dialect has are no part of a common name
    assertCache(post(CHAT, ",\"logit_bias\":{\"1\":2},\"stream\":true"), "miss");
    HttpResponse<String> otherText =
        send(Rig.TOKEN, CHAT, body("").replace("Say hello.", "Say hello!"));
    assertCache(otherText, "miss");
  }

  @Test
  void leavesItToTheUpstreamToRefuseWhatOnlyItCanRead() {
    String odd = "{\"model\":\"gpt-5-mini\",\"messages\":[]}";
    assertCache(send(Rig.TOKEN, CHAT, odd), "miss");
    assertCache(send(Rig.TOKEN, CHAT, odd), "hit");
  }

  @Test
  void keepsNamesApartFromTheOrderOfFields() {
    send(Rig.TOKEN, CHAT, "{\"model\":\"gpt-5-mini\",\"user\":\"u\",\"messages\":[]}");
    HttpResponse<String> same =
        send(Rig.TOKEN, CHAT, "{\"messages\":[],\"user\":\"u\",\"model\":\"gpt-5-mini\"}");
    assertCache(same, "hit");
  }

  @Test
  void neverGivesAnAnswerToAnotherKey() {
    Secret one = keys.create("one", Grant.CLIENT, null).token();
    Secret other = keys.create("other", Grant.CLIENT, null).token();
    assertCache(send(one, CHAT, body("")), "miss");
    assertCache(send(one, CHAT, body("")), "hit");
    assertCache(send(other, CHAT, body("")), "miss");
    assertCache(post(CHAT, ""), "miss");
    assertThat(upstream.chats()).isEqualTo(3);
  }

  @Test
  void keepsNoAnswerThatFailedOrBrokeOffOrWasFiltered() {
    String stream = ",\"stream\":true";
    upstream.answer(call -> call.json(400, "{\"error\":{\"message\":\"no\"}}"));
    assertThat(post(CHAT, "").statusCode()).isEqualTo(400);
    upstream.answer(call -> {
      call.begin(200, "text/event-stream");
      call.write(STREAM.substring(0, STREAM.indexOf(": a comment")));
      call.drop();
    });
    assertThat(post(CHAT, stream).body()).contains("\"error\"");
    upstream.answer(call -> call.json(200, WHOLE.replace("\"stop\"", "\"content_filter\"")));
    assertCache(post(CHAT, ""), "miss");
    upstream.answer(call -> call.json(200, WHOLE));
    assertCache(post(CHAT, ""), "miss");
    assertCache(post(CHAT, ""), "hit");
  }

  @Test
  void keepsNoAnswerThatItsClientDidNotReadToTheEnd() throws IOException {
    upstream.answer(call -> {
      call.begin(200, "text/event-stream");
      call.write(STREAM.substring(0, STREAM.indexOf(": a comment")));
      while (true) {
        call.write(": still there\n\n"); // until the gateway hangs up
      }
    });
    try (var in = rig.open(CHAT, body(",\"stream\":true")).body()) {
      assertThat(in.read()).isPositive();
    }
    rig.settled();
    upstream.answer(call -> call.json(200, WHOLE));
    assertCache(post(CHAT, ""), "miss");
  }

  @Test
  void doesWhatTheHeadersSay() {
    rig.gateway.cache(CacheRules.of(1 << 20));
    assertNoCache(post(CHAT, ""));
    assertCache(with("X-Wheelhouse-Cache", "on", ""), "miss");
    clock.move(Duration.ofSeconds(30));
    HttpResponse<String> hit = with("X-Wheelhouse-Cache", "on", "");
    assertCache(hit, "hit");
    assertThat(hit.headers().firstValue("Age")).hasValue("30");
    assertNoCache(post(CHAT, ""));

    rig.gateway.cache(CacheRules.of(1 << 20).withModels("*"));
    assertCache(with("Cache-Control", "max-age=30", ""), "hit");
    assertCache(with("Cache-Control", "max-age=29", ""), "miss");
    assertCache(with("Cache-Control", "no-cache", ""), "miss");
    assertNoCache(with("Cache-Control", "no-store", ""));
    assertNoCache(with("X-Wheelhouse-Cache", "off", ""));
    assertNoCache(with("Cache-Control", "no-store", ",\"seed\":3"));
    assertCache(post(CHAT, ",\"seed\":3"), "miss");
  }

  @Test
  void asksAnewForToolsAndTemperatureUnlessForced() {
    String warm = ",\"temperature\":0.7";
    String tools =
        ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{}}}]";
    for (String fields : new String[] {warm, tools}) {
      assertNoCache(post(CHAT, fields));
      assertNoCache(post(CHAT, fields));
      assertCache(with("X-Wheelhouse-Cache", "force", fields), "miss");
      assertCache(with("X-Wheelhouse-Cache", "force", fields), "hit");
    }
    assertNoCache(
        send(
            Rig.TOKEN,
            "/api/chat",
            "{\"model\":\"gpt-5-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"options\":{\"temperature\":1}}"));
  }

  @Test
  void isOffAtFirstAndOnForAKeyThatIsMeantToHaveIt() {
    Secret cached = keys.create("cached", Grant.CLIENT.withCaching(true), null).token();
    rig.gateway.cache(CacheRules.OFF);
    assertNoCache(send(cached, CHAT, body("")));
    assertNoCache(with("X-Wheelhouse-Cache", "on", ""));
    rig.gateway.cache(CacheRules.of(1 << 20));
    assertCache(send(cached, CHAT, body("")), "miss");
    assertCache(send(cached, CHAT, body("")), "hit");
    assertNoCache(post(CHAT, ""));
  }

  @Test
  void forgetsWhatIsTooOldAndWhatHasNoRoom() {
    rig.gateway.cache(
        new CacheRules(6_000, 4_000, Duration.ofMinutes(1), java.util.List.of("*"), false));
    post(CHAT, "");
    clock.move(Duration.ofMillis(59_999));
    assertCache(post(CHAT, ""), "hit");
    clock.move(Duration.ofMillis(1));
    assertCache(post(CHAT, ""), "miss");
    for (int i = 0; i < 50; i++) {
      post(CHAT, ",\"seed\":" + i);
    }
    JsonNode stats = stats();
    assertThat(stats.path("bytes").asLong()).isBetween(1L, 6_000L);
    assertThat(stats.path("evicted").asLong()).isPositive();
    upstream.answer(call -> call.json(200, WHOLE.replace("Hello", "Hello".repeat(1000))));
    post(CHAT, ",\"seed\":99");
    assertCache(post(CHAT, ",\"seed\":99"), "miss");
  }

  @Test
  void countsTheTokensOfAHitAsSavedAndNotAsUsed() {
    post(CHAT, "");
    post(CHAT, "");
    post(CHAT, "");
    assertThat(rig.settled().upstreams().getFirst().counters().promptTokens()).isEqualTo(7);
    assertThat(rig.settled().upstreams().getFirst().counters().chats()).isEqualTo(1);
    assertThat(rig.metric("wheelhouse_gateway_cache_requests_total{result=\"hit\"}")).isEqualTo(2);
    assertThat(rig.metric("wheelhouse_gateway_cache_requests_total{result=\"miss\"}")).isEqualTo(1);
    assertThat(
            rig.metric("wheelhouse_gateway_cache_saved_tokens_total{gen_ai_token_type=\"input\""))
        .isEqualTo(14);
    assertThat(rig.metric("gen_ai_client_token_usage_sum")).isEqualTo(9);
    JsonNode stats = stats();
    assertThat(stats.path("hits").asInt()).isEqualTo(2);
    assertThat(stats.path("saved_tokens").asInt()).isEqualTo(18);
    assertThat(stats.path("hit_rate").asDouble()).isBetween(0.66, 0.67);
  }

  @Test
  void isClearedByAnAdministratorWhollyOrByModel() {
    Secret client = keys.create("client", Grant.CLIENT, null).token();
    Secret admin = keys.create("admin", Grant.CLIENT.withScopes(Scope.ADMIN), null).token();
    post(CHAT, "");
    assertThat(delete(client, "/api/db/cache/clear").statusCode()).isEqualTo(403);
    assertThat(get(client, "/api/db/cache/stats").statusCode()).isEqualTo(403);
    HttpResponse<String> none = delete(admin, "/api/db/cache/clear/qwen*");
    assertThat(Rig.json(none.body()).path("cleared").asInt(-1)).isZero();
    assertCache(post(CHAT, ""), "hit");
    HttpResponse<String> some = delete(admin, "/api/db/cache/clear/gpt-5*");
    assertThat(Rig.json(some.body()).path("cleared").asInt()).isEqualTo(1);
    assertCache(post(CHAT, ""), "miss");
    assertThat(Rig.json(delete(admin, "/api/db/cache/clear").body()).path("cleared").asInt())
        .isEqualTo(1);
    assertCache(post(CHAT, ""), "miss");
    assertThat(get(admin, "/api/db/cache/clear").statusCode()).isEqualTo(405);
  }

  private JsonNode stats() {
    return Rig.json(get(Rig.TOKEN, "/api/db/cache/stats").body());
  }

  private static void assertCache(HttpResponse<String> answer, String result) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("X-Cache")).hasValue(result);
  }

  private static void assertNoCache(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("X-Cache")).isEmpty();
  }

  private static String body(String fields) {
    return "{\"model\":\"gpt-5-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"Say hello.\"}]%s}"
        .formatted(fields);
  }

  private HttpResponse<String> post(String path, String fields) {
    return send(Rig.TOKEN, path, body(fields));
  }

  private HttpResponse<String> with(String header, String value, String fields) {
    return rig.send(rig.posting(CHAT, body(fields)).header(header, value).build());
  }

  private HttpResponse<String> send(Secret key, String path, String body) {
    return rig.send(
        as(key, path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private HttpResponse<String> get(Secret key, String path) {
    return rig.send(as(key, path).build());
  }

  private HttpResponse<String> delete(Secret key, String path) {
    return rig.send(as(key, path).DELETE().build());
  }

  private HttpRequest.Builder as(Secret key, String path) {
    return HttpRequest.newBuilder(rig.uri(path.replace("*", "%2A")))
        .timeout(Duration.ofSeconds(60))
        .header("Authorization", "Bearer " + key.reveal());
  }
}
