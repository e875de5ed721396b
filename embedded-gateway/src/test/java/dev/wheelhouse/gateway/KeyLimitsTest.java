// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.gateway.admission.LimitRules;
import dev.wheelhouse.gateway.key.ClientKeys;
import dev.wheelhouse.gateway.key.Grant;
import dev.wheelhouse.gateway.key.MemoryKeyStore;
import dev.wheelhouse.gateway.limit.KeyLimits;
import dev.wheelhouse.gateway.secret.Secret;
import dev.wheelhouse.testing.Wait;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Limits of keys and models, as clients meet them. */
class KeyLimitsTest {
  private static final String MODEL = "gpt-5-mini";

  private final MovedClock clock = new MovedClock("2026-03-31T23:59:00Z");
  private final ClientKeys keys = new ClientKeys(new MemoryKeyStore(), clock);
  private final ScriptedUpstream upstream = new ScriptedUpstream(ScriptedUpstream.Kind.OPENAI);
  private final Rig rig = Rig.at(clock, upstream.config());

  KeyLimitsTest() {
    rig.gateway.keys(keys);
    answersWithTokens(30, 20);
  }

  @AfterEach
  void stop() {
    rig.close();
    upstream.close();
  }

  @Test
  void letsInExactlyTheRequestsOfAMinuteAndSaysWhatIsLeft() {
    Secret key = key(new KeyLimits(2, 0, 0, 0, 0));
    HttpResponse<String> first = chat(key);
    assertThat(first.statusCode()).isEqualTo(200);
    assertHeader(first, "x-ratelimit-limit-requests", "2");
    assertHeader(first, "x-ratelimit-remaining-requests", "1");
    assertHeader(first, "x-ratelimit-reset-requests", "1m0s");
    clock.move(Duration.ofMillis(59_500));
    assertHeader(chat(key), "x-ratelimit-remaining-requests", "0");
    HttpResponse<String> refused = chat(key);
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(Rig.json(refused.body()).at("/error/code").asText())
        .isEqualTo("rate_limit_exceeded");
    assertThat(Rig.json(refused.body()).at("/error/type").asText()).isEqualTo("rate_limit_error");
    assertHeader(refused, "Retry-After", "1");
    assertHeader(refused, "x-ratelimit-remaining-requests", "0");
    assertThat(upstream.chats()).isEqualTo(2);
    clock.move(Duration.ofMillis(500));
    assertThat(chat(key).statusCode()).isEqualTo(200);
  }

  @Test
  void letsInExactlyTheLimitOfAHundredParallelRequests() throws Exception {
    Secret key = key(new KeyLimits(37, 0, 0, 0, 0));
    List<Callable<Integer>> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(() -> chat(key).statusCode());
    }
    List<Integer> statuses = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> each : threads.invokeAll(all)) {
        statuses.add(each.get());
      }
    }
    assertThat(statuses).filteredOn(status -> status == 200).hasSize(37);
    assertThat(statuses).filteredOn(status -> status == 429).hasSize(63);
    assertThat(upstream.chats()).isEqualTo(37);
  }

  @Test
  void reservesAnEstimateOfTokensAndCountsWhatTheUpstreamTells() {
    Secret key = key(new KeyLimits(0, 1000, 0, 0, 0));
    answersWithTokens(500, 450);
    assertHeader(chat(key), "x-ratelimit-limit-tokens", "1000");
    rig.settled();
    HttpResponse<String> refused = chat(key, ",\"max_tokens\":60");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertHeader(refused, "x-ratelimit-remaining-tokens", "50");
    assertHeader(refused, "Retry-After", "60");
    assertThat(chat(key, ",\"max_tokens\":20").statusCode()).isEqualTo(200);
  }

  @Test
  void noNumberOfTokensIsTooLargeToBeCounted() {
    Secret key = key(new KeyLimits(0, 1000, 0, 0, 0));
    answersWithTokens(1000, 1);
    assertThat(chat(key).statusCode()).isEqualTo(200);
    rig.settled();
    for (String most : List.of("9223372036854775807", "99999999999999999999")) {
      assertThat(chat(key, ",\"max_tokens\":" + most).statusCode()).as(most).isEqualTo(429);
    }
  }

  @Test
  void countsNoTokensOfAnAnswerThatFailed() {
    Secret key = key(new KeyLimits(0, 100, 0, 0, 0));
    upstream.answer(call -> call.json(400, "{\"error\":{\"message\":\"no\"}}"));
    assertThat(chat(key, ",\"max_tokens\":90").statusCode()).isEqualTo(400);
    rig.settled();
    answersWithTokens(1, 1);
    assertThat(chat(key, ",\"max_tokens\":60").statusCode()).isEqualTo(200);
  }

  @Test
  void holdsOnlySoManyAtOnce() throws Exception {
    Secret key = key(new KeyLimits(0, 0, 1, 0, 0));
    CountDownLatch mayEnd = new CountDownLatch(1);
    upstream.answer(call -> {
      if (!mayEnd.await(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody let it end");
      }
      call.json(200, answer(1, 1));
    });
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<HttpResponse<String>> first = threads.submit(() -> chat(key));
      Wait.until("the first is there", () -> upstream.chats() == 1, Duration.ofSeconds(30));
      HttpResponse<String> second = chat(key);
      assertThat(second.statusCode()).isEqualTo(429);
      assertHeader(second, "Retry-After", "1");
      mayEnd.countDown();
      assertThat(first.get().statusCode()).isEqualTo(200);
    }
    rig.settled();
    assertThat(chat(key).statusCode()).isEqualTo(200);
  }

  @Test
  void stopsWhenTheBudgetOfTheMonthIsSpentUntilTheNextOne() {
    rig.gateway.limits(new LimitRules(Map.of(), Map.of("gpt*", new LimitRules.Price(10, 100))));
    Secret key = key(new KeyLimits(0, 0, 0, 0, 2_000));
    answersWithTokens(50, 10); // 0.0005 + 0.001
    assertThat(chat(key).statusCode()).isEqualTo(200);
    rig.settled();
    assertThat(chat(key).statusCode()).isEqualTo(200);
    rig.settled();
    HttpResponse<String> refused = chat(key);
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(Rig.json(refused.body()).at("/error/code").asText()).isEqualTo("budget_exceeded");
    assertHeader(refused, "Retry-After", "60");
    clock.move(Duration.ofSeconds(60));
    assertThat(chat(key).statusCode()).isEqualTo(200);
  }

  @Test
  void countsKeysApartAndModelsTogether() {
    Secret one = key(new KeyLimits(1, 0, 0, 0, 0));
    Secret other = key(new KeyLimits(1, 0, 0, 0, 0));
    assertThat(chat(one).statusCode()).isEqualTo(200);
    assertThat(chat(one).statusCode()).isEqualTo(429);
    assertThat(chat(other).statusCode()).isEqualTo(200);
    rig.gateway.limits(new LimitRules(Map.of("gpt*", new KeyLimits(1, 0, 0, 0, 0)), Map.of()));
    Secret third = key(KeyLimits.NONE);
    assertThat(chat(third).statusCode()).isEqualTo(200);
    HttpResponse<String> refused = chat(Rig.TOKEN);
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.body()).contains("This model allows 1 requests a minute.");
    rig.gateway.limits(LimitRules.NONE);
    assertThat(chat(Rig.TOKEN).statusCode()).isEqualTo(200);
  }

  @Test
  void tellsAnthropicsClientsInTheirHeadersAndOllamasInTheirForm() {
    Secret key = key(new KeyLimits(1, 0, 0, 0, 0));
    upstream.answer(call -> {
      call.begin(200, "text/event-stream");
      call.write(ScriptedOpenAi.event("{\"content\":\"hi\"}", "null"));
      call.write(ScriptedOpenAi.event("{}", "\"stop\""));
      call.write("data: [DONE]\n\n");
      call.end();
    });
    HttpResponse<String> first = post(key, "/v1/messages", ",\"max_tokens\":5");
    assertThat(first.statusCode()).isEqualTo(200);
    assertHeader(first, "anthropic-ratelimit-requests-limit", "1");
    assertHeader(first, "anthropic-ratelimit-requests-remaining", "0");
    assertHeader(first, "anthropic-ratelimit-requests-reset", "2026-04-01T00:00:00Z");
    HttpResponse<String> refused = post(key, "/v1/messages", ",\"max_tokens\":5");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(Rig.json(refused.body()).at("/error/type").asText()).isEqualTo("rate_limit_error");
    HttpResponse<String> ollama = post(key, "/api/chat", "");
    assertThat(ollama.statusCode()).isEqualTo(429);
    assertThat(Rig.json(ollama.body()).path("error").asText()).contains("1 requests a minute");
  }

  private Secret key(KeyLimits limits) {
    return keys.create("client", Grant.CLIENT.withLimits(limits), null).token();
  }

  private void answersWithTokens(int prompt, int completion) {
    upstream.answer(call -> call.json(200, answer(prompt, completion)));
  }

  private static String answer(int prompt, int completion) {
    return """
    {"id":"c","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":%d,"completion_tokens":%d,"total_tokens":%d}}\
    """
        .formatted(prompt, completion, prompt + completion);
  }

  private HttpResponse<String> chat(Secret key) {
    return chat(key, "");
  }

  private HttpResponse<String> chat(Secret key, String fields) {
    return post(key, "/v1/chat/completions", fields);
  }

  private HttpResponse<String> post(Secret key, String path, String fields) {
    String body =
        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]%s}"
            .formatted(MODEL, fields);
    return rig.send(
        HttpRequest.newBuilder(rig.uri(path))
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", "Bearer " + key.reveal())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private static void assertHeader(HttpResponse<String> answer, String name, String value) {
    assertThat(answer.headers().firstValue(name)).as(name).hasValue(value);
  }
}
