// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.gateway.limit.GatewayLimits;
import dev.wheelhouse.gateway.limit.GatewayTimers;
import dev.wheelhouse.testing.Wait;
import dev.wheelhouse.testing.ollama.OllamaTestServer;
import dev.wheelhouse.testing.ollama.RecordedCall;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every timer ends what it watches, and the error names it. */
class TimerTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private OllamaTestServer ollama;

  @BeforeEach
  void start() {
    ollama = OllamaTestServer.start(0).withModel("llama3.2:1b");
  }

  @AfterEach
  void stop() {
    ollama.close();
  }

  @Test
  void namesTheFirstTokenTimer() {
    try (Rig rig = rig(Rig.limits(Duration.ofMillis(300), LONG, LONG))) {
      HttpResponse<String> answer =
          rig.post("/v1/chat/completions", chat("[[load=20000]] hi", true));
      assertThat(answer.statusCode()).isEqualTo(504);
      assertThat(answer.body()).contains("The first-token timer ran out", "upstream_timeout");
      Wait.until("cancelled", this::upstreamCancelled, Duration.ofSeconds(15));
    }
  }

  @Test
  void startsTheFirstTokenTimerForAnAnswerInOnePieceToo() {
    try (Rig rig = rig(Rig.limits(Duration.ofMillis(300), LONG, LONG))) {
      HttpResponse<String> answer =
          rig.post("/v1/chat/completions", chat("[[load=20000]] hi", false));
      assertThat(answer.statusCode()).isEqualTo(504);
    }
  }

  @Test
  void doesNotCountThePauseBetweenTwoAttemptsForTheFirstToken() {
    // the upstream asks for a longer pause than a first token may take
    try (ScriptedOpenAi upstream = new ScriptedOpenAi();
        Rig rig = Rig.over(Rig.limits(Duration.ofSeconds(6), LONG, LONG), upstream.upstream())) {
      upstream.chat(call -> {
        if (upstream.chatCount() == 1) {
          call.reply(
              503,
              java.util.Map.of("Retry-After", "8", "Content-Type", "application/json"),
              "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } else {
          PoolRig.answering("after a pause").answer(call);
        }
      });
      HttpResponse<String> answer =
          rig.post(
              "/v1/chat/completions",
              OpenAiToOllamaTest.chat(ScriptedOpenAi.MODEL, "hi", ",\"stream\":true"));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body()).contains("after a pause");
      assertThat(upstream.chatCount()).isEqualTo(2);
    }
  }

  @Test
  void namesTheIdleTimerInsideTheStream() {
    try (Rig rig = rig(Rig.limits(LONG, Duration.ofMillis(300), LONG))) {
      String stream = rig.post("/v1/chat/completions", chat("[[stall=2]] a b c d", true)).body();
      assertThat(stream).contains("You").contains("The idle timer ran out").doesNotContain("DONE");
      Wait.until("cancelled", this::upstreamCancelled, Duration.ofSeconds(15));
    }
  }

  @Test
  void namesTheWholeAnswerTimer() {
    GatewayLimits limits = timers(Duration.ofSeconds(2), Duration.ofMillis(300), LONG);
    try (Rig rig = rig(limits)) {
      HttpResponse<String> answer = rig.post("/api/chat", chat("[[load=20000]] hi", false));
      assertThat(answer.statusCode()).isEqualTo(504);
      assertThat(answer.body()).contains("The whole-answer timer ran out");
    }
  }

  @Test
  void namesTheConnectTimer() throws IOException {
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<Socket> queue = fillQueue(full);
      URI address = URI.create("http://127.0.0.1:" + full.getLocalPort());
      GatewayLimits limits = timers(Duration.ofMillis(400), LONG, LONG);
      try (Rig rig =
          Rig.over(
              limits,
              new UpstreamConfig.OpenAiCompatible(
                  "full", address, ScriptedOpenAi.KEY, List.of("m")))) {
        HttpResponse<String> answer =
            rig.post("/v1/chat/completions", OpenAiToOllamaTest.chat("m", "hi", ""));
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("The connect timer ran out", "full");
      }
      for (Socket each : queue) {
        each.close();
      }
    }
  }

  @Test
  void doesNotEndALongStreamThatIsNeverSilentForLong() {
    try (Rig rig = rig(Rig.limits(Duration.ofMillis(800), Duration.ofMillis(800), LONG))) {
      String stream =
          rig.post("/v1/chat/completions", chat("[[tokens=30]] [[delay=60]]", true)).body();
      assertThat(stream).contains("word30").endsWith("data: [DONE]\n\n");
    }
  }

  @Test
  void givesSignsOfLifeBeforeTheFirstTokenAndBetweenTokens() {
    try (Rig rig = rig(Rig.limits(LONG, LONG, Duration.ofMillis(100)))) {
      String sse = rig.post("/v1/chat/completions", chat("[[load=650]] hi", true)).body();
      assertThat(sse).startsWith(": keepalive\n\n: keepalive\n\n").endsWith("data: [DONE]\n\n");
      assertThat(sse.replace(": keepalive\n\n", "")).startsWith("data: {");

      String lines = rig.post("/api/chat", chat("[[load=650]] hi", true)).body();
      assertThat(lines.lines().limit(3))
          .allMatch(line -> Rig.json(line).at("/message/content").asText("x").isEmpty())
          .allMatch(line -> !Rig.json(line).path("done").asBoolean(true));
      assertThat(lines).contains("\"done\":true");
    }
  }

  @Test
  void reportsAFailureAfterASignOfLifeInsideTheStream() {
    try (Rig rig = rig(Rig.limits(LONG, LONG, Duration.ofMillis(100)))) {
      HttpResponse<String> answer =
          rig.post("/v1/chat/completions", chat("[[load=350]] [[drop-after=0]] hi", true));
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).startsWith(": keepalive").contains("broke the connection");
    }
  }

  @Test
  void cancelsTheUpstreamOfAClientThatDoesNotRead() throws IOException {
    GatewayTimers timers =
        new GatewayTimers(
            LONG, LONG, LONG, LONG, Duration.ofMillis(200), Duration.ofMillis(500), LONG);
    try (Rig rig = rig(GatewayLimits.defaults().withTimers(timers))) {
      HttpResponse<InputStream> answer =
          rig.open("/v1/chat/completions", chat("[[tokens=400000]]", true));
      Wait.until("cancelled", this::upstreamCancelled, Duration.ofSeconds(15));
      Wait.until(
          "no request is left",
          () -> rig.gateway.status().requestsInFlight() == 0,
          Duration.ofSeconds(15));
      answer.body().close();
    }
  }

  @Test
  void closesTheConnectionOfARequestThatArrivesTooSlowly() {
    GatewayTimers timers =
        new GatewayTimers(LONG, LONG, LONG, LONG, LONG, LONG, Duration.ofMillis(400));
    try (Rig rig = rig(GatewayLimits.defaults().withTimers(timers))) {
      for (String start :
          List.of(
              "GET / HT",
              "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ",
              "POST /api/chat HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\nContent-Length: 99\r\n\r\n{"
                  .formatted(rig.gateway.port(), Rig.TOKEN.reveal()))) {
        try (RawClient client = new RawClient(rig.gateway.port())) {
          client.send(start);
          assertThat(RawClient.status(client.readAll())).as(start).isNotEqualTo(200);
        }
      }
      // an answer that takes longer than that is no slow request
      String answer = rig.post("/api/chat", chat("[[load=900]] hi", true)).body();
      assertThat(answer).contains("\"done\":true");
      assertThat(rig.gateway.status().requestsInFlight()).isZero();
    }
  }

  @Test
  void tellsClientsThatTheGatewayStops() {
    Rig rig = rig(GatewayLimits.defaults());
    try (RawClient client = new RawClient(rig.gateway.port())) {
      String body = chat("[[tokens=3]] [[stall=2]]", true);
      client.send(
          "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\n"
                  .formatted(rig.gateway.port(), Rig.TOKEN.reveal())
              + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                  .formatted(body.length(), body));
      client.readUntil("word2");
      rig.close();
      assertThat(client.readAll()).contains("The gateway is stopping");
    }
  }

  private Rig rig(GatewayLimits limits) {
    return Rig.over(limits, new UpstreamConfig.Ollama("local", ollama.uri()));
  }

  private boolean upstreamCancelled() {
    return ollama.calls("/api/chat").getFirst().outcome() == RecordedCall.Outcome.CLIENT_GONE;
  }

  private static GatewayLimits timers(Duration connect, Duration whole, Duration rest) {
    return GatewayLimits.defaults()
        .withTimers(new GatewayTimers(connect, rest, rest, whole, rest, rest, rest));
  }

  private static String chat(String prompt, boolean stream) {
    return OpenAiToOllamaTest.chat("llama3.2:1b", prompt, ",\"stream\":" + stream);
  }

  /** Fills the queue of a server that accepts nobody, so that the next connection hangs. */
  private static List<Socket> fillQueue(ServerSocket server) throws IOException {
    List<Socket> queue = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Socket socket = new Socket();
      try {
        socket.connect(server.getLocalSocketAddress(), 200);
        queue.add(socket);
      } catch (IOException e) {
        socket.close();
        return queue;
      }
    }
    throw new AssertionError("the queue is never full");
  }
}
