// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.testing.Wait;
import dev.wheelhouse.testing.ollama.OllamaTestServer;
import dev.wheelhouse.testing.ollama.RecordedCall;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client that leaves must not keep the upstream's processor busy. */
class ClientLeavesTest {
  private static final Duration SOON = Duration.ofSeconds(15);

  private OllamaTestServer ollama;
  private Rig rig;

  @BeforeEach
  void start() {
    ollama = OllamaTestServer.start(0).withModel("llama3.2:1b");
    rig = Rig.over(new UpstreamConfig.Ollama("local", ollama.uri()));
    rig.get("/v1/models");
  }

  @AfterEach
  void stop() {
    rig.close();
    ollama.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/chat/completions, true",
    "/v1/chat/completions, false",
    "/api/chat, true",
    "/api/chat, false"
  })
  void cancelsTheUpstreamWhileItReadsALongPrompt(String path, boolean stream) {
    RawClient client = ask(path, "[[load=30000]] hello", stream);
    RecordedCall call = upstreamCall();
    client.close();
    Wait.until("the upstream is cancelled", () -> gone(call), SOON);
    assertThat(call.tokens()).isZero();
    Wait.until("nothing is left", this::nothingInFlight, SOON);
  }

  @Test
  void cancelsTheUpstreamBetweenTwoTokens() {
    RawClient client = ask("/v1/chat/completions", "[[tokens=50]] [[stall=3]]", true);
    client.readUntil("word3");
    RecordedCall call = ollama.calls("/api/chat").getFirst();
    client.close();
    Wait.until("the upstream is cancelled", () -> gone(call), SOON);
    Wait.until("nothing is left", this::nothingInFlight, SOON);
  }

  @Test
  void cancelsTheUpstreamWhileTokensFlow() {
    RawClient client = ask("/api/chat", "[[tokens=5000]] [[delay=5]]", true);
    client.readUntil("word3");
    RecordedCall call = ollama.calls("/api/chat").getFirst();
    client.close();
    Wait.until("the upstream is cancelled", () -> gone(call), SOON);
    Wait.until("nothing is left", this::nothingInFlight, SOON);
    assertThat(rig.settled().upstreams().getFirst().counters().failures()).isZero();
    assertThat(rig.metric("wheelhouse_gateway_chats_total{outcome=\"cancelled\"")).isEqualTo(1);
  }

  @Test
  void servesTheNextRequestThatCameWhileTheFirstWasAnswered() {
    try (RawClient client = ask("/api/chat", "[[tokens=3]] [[delay=100]] one", true)) {
      client.readUntil("word1");
      client.send(request("/api/chat", "two", true));
      client.readUntil("\r\n0\r\n\r\n");
      assertThat(client.readUntil("\r\n0\r\n\r\n")).contains("two");
    }
    assertThat(ollama.calls("/api/chat"))
        .allMatch(call -> call.outcome() == RecordedCall.Outcome.ANSWERED);
  }

  @Test
  void keepsTheConnectionOfAPatientClientForManyRequests() {
    try (RawClient client = new RawClient(rig.gateway.port())) {
      for (int i = 0; i < 20; i++) {
        client.send(request("/api/chat", "turn" + i, i % 2 == 0));
        assertThat(client.readUntil("\"eval_duration\":")).contains("turn" + i);
        client.readUntil(i % 2 == 0 ? "\r\n0\r\n\r\n" : "}");
      }
    }
  }

  private RawClient ask(String path, String prompt, boolean stream) {
    RawClient client = new RawClient(rig.gateway.port());
    client.send(request(path, prompt, stream));
    return client;
  }

  private String request(String path, String prompt, boolean stream) {
    String body = OpenAiToOllamaTest.chat("llama3.2:1b", prompt, ",\"stream\":" + stream);
    return "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\n"
            .formatted(path, rig.gateway.port(), Rig.TOKEN.reveal())
        + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(body.length(), body);
  }

  private RecordedCall upstreamCall() {
    Wait.until("the upstream has the request", () -> !calls().isEmpty(), Duration.ofSeconds(30));
    return calls().getFirst();
  }

  private List<RecordedCall> calls() {
    return ollama.calls("/api/chat");
  }

  private static boolean gone(RecordedCall call) {
    return call.outcome() == RecordedCall.Outcome.CLIENT_GONE;
  }

  private boolean nothingInFlight() {
    var status = rig.gateway.status();
    return status.requestsInFlight() == 0
        && status.upstreams().getFirst().counters().inFlight() == 0;
  }
}
