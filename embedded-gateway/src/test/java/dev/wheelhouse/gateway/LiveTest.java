// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wheelhouse.gateway.key.ClientKeys;
import dev.wheelhouse.gateway.key.Grant;
import dev.wheelhouse.gateway.key.MemoryKeyStore;
import dev.wheelhouse.gateway.log.LogConfig;
import dev.wheelhouse.gateway.log.LogQuery;
import dev.wheelhouse.testing.Wait;
import dev.wheelhouse.testing.ollama.OllamaTestServer;
import dev.wheelhouse.testing.ollama.RecordedCall;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chats and statistics over a WebSocket. */
class LiveTest {
  @TempDir private Path folder;
  private OllamaTestServer ollama;
  private Rig rig;
  private HttpClient client;

  @BeforeEach
  void start() {
    ollama = OllamaTestServer.start(0).withModel("llama3.2:1b");
    rig = Rig.over(new UpstreamConfig.Ollama("local", ollama.uri()));
    rig.gateway.log(LogConfig.sqlite(folder.resolve("requests.db")));
    client = HttpClient.newHttpClient();
  }

  @AfterEach
  void stop() {
    client.shutdownNow();
    rig.close();
    ollama.close();
  }

  @Test
  void streamsAChatAsEvents() {
    Messages live = open();
    live.say(chat("a", "[[tokens=4]] [[delay=10]]"));
    JsonNode start = live.next();
    assertThat(start.path("type").asText()).isEqualTo("start");
    StringBuilder text = new StringBuilder();
    JsonNode event = live.next();
    for (; event.path("type").asText().equals("delta"); event = live.next()) {
      assertThat(event.path("id").asText()).isEqualTo("a");
      text.append(event.path("text").asText());
    }
    assertThat(text.toString()).contains("word1").contains("word4");
    assertThat(event.path("type").asText()).isEqualTo("done");
    assertThat(event.path("finish_reason").asText()).isEqualTo("stop");
    assertThat(event.path("usage").path("output_tokens").asInt()).isEqualTo(4);
    String id = start.path("request_id").asText();
    Wait.until(
        "the log has it",
        () -> rig.gateway.requests().detail(id).isPresent(),
        Duration.ofSeconds(30));
    assertThat(rig.gateway.requests().detail(id).orElseThrow().entry().result().outcome())
        .isEqualTo("completed");
  }

  @Test
  void cancelsOneChatAndGoesOnWithTheOther() {
    Messages live = open();
    live.say(chat("slow", "[[tokens=500]] [[stall=3]]"));
    Wait.until("it is under way", () -> !calls().isEmpty(), Duration.ofSeconds(30));
    RecordedCall slow = calls().getFirst();
    live.say("{\"type\":\"cancel\",\"id\":\"slow\"}");
    live.until("cancelled");
    Wait.until(
        "the upstream is free",
        () -> slow.outcome() == RecordedCall.Outcome.CLIENT_GONE,
        Duration.ofSeconds(30));
    live.say(chat("next", "[[tokens=2]]"));
    assertThat(live.until("done").path("id").asText()).isEqualTo("next");
  }

  @Test
  void freesTheUpstreamWhenTheClientLeaves() {
    Messages live = open();
    live.say(chat("slow", "[[tokens=500]] [[stall=3]]"));
    Wait.until("it is under way", () -> !calls().isEmpty(), Duration.ofSeconds(30));
    live.socket.abort();
    Wait.until(
        "the upstream is free",
        () -> calls().getFirst().outcome() == RecordedCall.Outcome.CLIENT_GONE,
        Duration.ofSeconds(30));
    Wait.until(
        "the log has it",
        () -> !rig.gateway.requests().find(LogQuery.ALL.withOutcome("cancelled")).isEmpty(),
        Duration.ofSeconds(30));
  }

  @Test
  void tellsStatisticsUntilToldToStop() {
    Messages live = open();
    live.say("{\"type\":\"statistics\",\"every_ms\":250}");
    assertThat(live.until("statistics").path("upstreams").has("local")).isTrue();
    live.say(chat("a", "[[tokens=3]]"));
    live.until("done");
    Wait.until(
        "they show the chat",
        () -> live.until("statistics").path("upstreams").path("local").path("chats").asInt() == 1,
        Duration.ofSeconds(20));
    live.say("{\"type\":\"statistics\",\"every_ms\":0}");
  }

  @Test
  void onlyTheLastOrderForStatisticsCounts() {
    Messages live = open();
    for (int i = 0; i < 5; i++) {
      live.say("{\"type\":\"statistics\",\"every_ms\":250}");
    }
    live.say("{\"type\":\"statistics\",\"every_ms\":0}");
    live.say("{\"type\":\"dance\"}");
    live.until("error");
    // each order may have been telling just then
    for (int i = 0; i < 5 && live.nextWithin(Duration.ofMillis(600)) != null; i++) {}
    assertThat(live.nextWithin(Duration.ofSeconds(1))).isNull();
  }

  @Test
  void aRevokedKeyChatsNoMoreOnAnOpenConnection() {
    ClientKeys keys = new ClientKeys(new MemoryKeyStore(), Clock.systemUTC());
    rig.gateway.keys(keys);
    ClientKeys.Created key = keys.create("app", Grant.CLIENT, null);
    Messages live = connect(List.of("Authorization", "Bearer " + key.token().reveal()));
    live.say(chat("a", "[[tokens=2]]"));
    live.until("done");
    keys.update(key.key().enabled(false));
    live.say(chat("b", "[[tokens=2]]"));
    assertThat(live.until("error").path("code").asText()).isEqualTo("invalid_api_key");
  }

  @Test
  void saysWhatIsWrongWithAMessageAndGoesOn() {
    Messages live = open();
    live.say("no json");
    assertThat(live.until("error").path("code").asText()).isEqualTo("invalid_request");
    live.say("{\"type\":\"dance\"}");
    assertThat(live.until("error").path("message").asText()).contains("chat, cancel or statistics");
    live.say(chat("a", "hi").replace("llama3.2:1b", "unknown"));
    assertThat(live.until("error").path("code").asText()).isEqualTo("model_not_found");
    live.say(chat("b", "[[status=500]]"));
    assertThat(live.until("error").path("code").asText()).isEqualTo("upstream_failed");
    live.say(chat("c", "[[tokens=2]]"));
    live.until("done");
  }

  @Test
  void letsNobodyInWhoMayNotUseHttp() {
    for (List<String> headers :
        List.of(
            List.<String>of(),
            List.of("Authorization", "Bearer wrong"),
            List.of("Authorization", bearer(), "Origin", "https://evil.example"),
            List.of("Authorization", bearer(), "Origin", "null"))) {
      assertThatThrownBy(() -> connect(headers))
          .isInstanceOf(CompletionException.class)
          .satisfies(e ->
              assertThat(((WebSocketHandshakeException) e.getCause()).getResponse().statusCode())
                  .as(headers.toString())
                  .isIn(401, 403));
    }
    connect(List.of("Authorization", bearer(), "Origin", Rig.PAGE)).socket.abort();
  }

  @Test
  void refusesAWrongHostAlsoForAnUpgrade() throws IOException {
    try (RawClient raw = new RawClient(rig.gateway.port())) {
      raw.send(
          "GET /api/live HTTP/1.1\r\nHost: evil.example:%d\r\nAuthorization: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
              .formatted(rig.gateway.port(), bearer()));
      assertThat(raw.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 403");
    }
    assertThat(rig.get("/api/live").statusCode()).isEqualTo(400);
  }

  @Test
  void closesOnFramesThatBreakTheRules() throws IOException {
    // a length of 2^40 bytes; a frame without a mask; a kind that does not exist; a lone
    // continuation
    for (byte[] frame :
        List.of(
            new byte[] {(byte) 0x81, (byte) 0xFF, 0, 0, 1, 0, 0, 0, 0, 0, 1, 2, 3, 4},
            new byte[] {(byte) 0x81, 2, 'h', 'i'},
            new byte[] {(byte) 0x83, (byte) 0x80, 1, 2, 3, 4},
            new byte[] {(byte) 0x80, (byte) 0x80, 1, 2, 3, 4},
            new byte[] {(byte) 0x82, (byte) 0x80, 1, 2, 3, 4})) {
      try (RawClient raw = new RawClient(rig.gateway.port())) {
        raw.send(
            "GET /api/live HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
                .formatted(rig.gateway.port(), bearer()));
        assertThat(raw.readUntil("\r\n\r\n"))
            .startsWith("HTTP/1.1 101")
            .contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        raw.send(frame);
        assertThat(raw.in().read()).isEqualTo(0x88);
        raw.in().readAllBytes(); // the connection ends
      }
    }
  }

  private List<RecordedCall> calls() {
    return ollama.calls("/api/chat");
  }

  private Messages open() {
    return connect(List.of("Authorization", bearer()));
  }

  private Messages connect(List<String> headers) {
    Messages messages = new Messages();
    WebSocket.Builder builder = client.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(10));
    for (int i = 0; i < headers.size(); i += 2) {
      builder.header(headers.get(i), headers.get(i + 1));
    }
    URI uri = URI.create("ws://127.0.0.1:" + rig.gateway.port() + "/api/live");
    messages.socket = builder.buildAsync(uri, messages).join();
    return messages;
  }

  private static String bearer() {
    return "Bearer " + Rig.TOKEN.reveal();
  }

  private static String chat(String id, String prompt) {
    return "{\"type\":\"chat\",\"id\":\"%s\",\"request\":%s}"
        .formatted(id, OpenAiToOllamaTest.chat("llama3.2:1b", prompt, ""));
  }

  /** A client that keeps what it hears. */
  private static final class Messages implements WebSocket.Listener {
    private final BlockingQueue<JsonNode> heard = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();
    private final List<String> seen = new ArrayList<>();
    private WebSocket socket;

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        heard.add(Rig.json(part.toString()));
        part.setLength(0);
      }
      from.request(1);
      return null;
    }

    void say(String text) {
      socket.sendText(text, true).join();
    }

    JsonNode next() {
      try {
        JsonNode event = heard.poll(20, TimeUnit.SECONDS);
        assertThat(event).as("an event after %s", seen).isNotNull();
        seen.add(event.path("type").asText());
        return event;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    /** The next event; null when there is none for so long. */
    @Nullable JsonNode nextWithin(Duration patience) {
      try {
        return heard.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    JsonNode until(String type) {
      JsonNode event = next();
      while (!event.path("type").asText().equals(type)) {
        event = next();
      }
      return event;
    }
  }
}
