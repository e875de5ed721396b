// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.testing.Wait;
import dev.wheelhouse.testing.ollama.OllamaTestServer;
import dev.wheelhouse.testing.ollama.RecordedCall;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What users of other gateways suffer from in streams. Each upstream here goes on only after the
 * client has seen what came before: whoever holds something back waits for ever.
 */
class StreamingPainsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  void pain4StreamsAreBufferedAndAllTokensComeAtOnce() {
    CountDownLatch seen = new CountDownLatch(1);
    try (ScriptedOpenAi upstream =
            twoPieces("{\"content\":\"first\"}", "{\"content\":\"second\"}", seen);
        Rig rig = Rig.over(upstream.upstream());
        RawClient client = ask(rig, "/v1/chat/completions", ScriptedOpenAi.MODEL)) {
      assertThat(client.readUntil("first")).doesNotContain("second");
      seen.countDown();
      client.readUntil("second");
    }
  }

  @Test
  void pain5TheStartIsHeldBackUntilTheThinkingEnds() {
    CountDownLatch seen = new CountDownLatch(1);
    try (ScriptedOpenAi upstream =
            twoPieces("{\"reasoning_content\":\"hmm\"}", "{\"content\":\"answer\"}", seen);
        Rig rig = Rig.over(upstream.upstream());
        RawClient client = ask(rig, "/v1/messages", ScriptedOpenAi.MODEL)) {
      String early = client.readUntil("hmm");
      assertThat(early).contains("message_start").doesNotContain("answer");
      seen.countDown();
      client.readUntil("message_stop");
    }
  }

  @Test
  void pain6NothingIsSentDuringALongWaitForTheFirstToken() {
    CountDownLatch seen = new CountDownLatch(1);
    Duration heartbeat = Duration.ofMillis(200);
    try (ScriptedOpenAi upstream = new ScriptedOpenAi();
        Rig rig = Rig.over(Rig.limits(PATIENCE, PATIENCE, heartbeat), upstream.upstream())) {
      upstream.chat(call -> {
        call.begin(200, "text/event-stream");
        await(seen);
        call.write(ScriptedOpenAi.event("{\"content\":\"late\"}", "null"));
        call.write(ScriptedOpenAi.event("{}", "\"stop\"") + "data: [DONE]\n\n");
        call.end();
      });
      try (RawClient client = ask(rig, "/v1/chat/completions", ScriptedOpenAi.MODEL)) {
        assertThat(client.readUntil("\n\n")).startsWith("HTTP/1.1 200");
        assertThat(client.readUntil("\n\n")).doesNotContain("late");
        seen.countDown();
        client.readUntil("late");
      }
    }
  }

  @Test
  void pain15TheClientIsGoneAndTheProcessorKeepsBurning() {
    try (OllamaTestServer ollama = OllamaTestServer.start(0).withModel("llama3.2:1b");
        Rig rig = Rig.over(new UpstreamConfig.Ollama("local", ollama.uri()))) {
      String body = OpenAiToOllamaTest.chat("llama3.2:1b", "[[load=60000]] hi", ",\"stream\":true");
      RawClient client = new RawClient(rig.gateway.port());
      client.send(post(rig, "/v1/chat/completions", body));
      Wait.until("the upstream works on it", () -> !ollama.calls("/api/chat").isEmpty(), PATIENCE);
      client.close();
      RecordedCall call = ollama.calls("/api/chat").getFirst();
      Wait.until(
          "the upstream is free",
          () -> call.outcome() == RecordedCall.Outcome.CLIENT_GONE,
          PATIENCE);
      assertThat(call.tokens()).isZero();
    }
  }

  private static ScriptedOpenAi twoPieces(String first, String second, CountDownLatch between) {
    return new ScriptedOpenAi()
        .chat(call -> {
          call.begin(200, "text/event-stream");
          call.write(ScriptedOpenAi.event(first, "null"));
          await(between);
          call.write(ScriptedOpenAi.event(second, "null"));
          call.write(ScriptedOpenAi.event("{}", "\"stop\"") + "data: [DONE]\n\n");
          call.end();
        });
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  private static RawClient ask(Rig rig, String path, String model) {
    RawClient client = new RawClient(rig.gateway.port());
    String body = OpenAiToOllamaTest.chat(model, "hi", ",\"stream\":true,\"max_tokens\":100");
    client.send(post(rig, path, body));
    return client;
  }

  private static String post(Rig rig, String path, String body) {
    return "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\n"
            .formatted(path, rig.gateway.port(), Rig.TOKEN.reveal())
        + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(body.length(), body);
  }
}
