// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.gateway.limit.GatewayLimits;
import dev.wheelhouse.gateway.limit.GatewayTimers;
import dev.wheelhouse.testing.Wait;
import dev.wheelhouse.testing.ollama.OllamaTestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bounds on what a client may send. */
class LimitsTest {
  private static final int MAX_BODY = 100_000;
  private static final GatewayLimits LIMITS =
      new GatewayLimits(MAX_BODY, 8 << 10, 32, 2, 0, GatewayTimers.defaults());

  private static OllamaTestServer ollama;
  private static Rig rig;

  @BeforeAll
  static void start() {
    ollama = OllamaTestServer.start(0).withModel("llama3.2:1b");
    rig = Rig.over(LIMITS, new UpstreamConfig.Ollama("local", ollama.uri()));
  }

  @AfterAll
  static void stop() {
    rig.close();
    ollama.close();
  }

  @Test
  void refusesABodyAboveTheLimitInTheClientsForm() {
    String large = OpenAiToOllamaTest.chat("llama3.2:1b", "x".repeat(MAX_BODY), "");
    HttpResponse<String> openAi = rig.post("/v1/chat/completions", large);
    assertThat(openAi.statusCode()).isEqualTo(413);
    assertThat(Rig.json(openAi.body()).at("/error/code").asText()).isEqualTo("request_too_large");
    HttpResponse<String> lines = rig.post("/api/chat", large);
    assertThat(lines.statusCode()).isEqualTo(413);
    assertThat(Rig.json(lines.body()).path("error").asText()).contains("larger than 100000 bytes");
    String fitting = OpenAiToOllamaTest.chat("llama3.2:1b", "x".repeat(MAX_BODY - 500), "");
    assertThat(rig.post("/v1/chat/completions", fitting).statusCode()).isEqualTo(200);
  }

  @Test
  void refusesAChunkedBodyAboveTheLimit() {
    byte[] large =
        OpenAiToOllamaTest.chat("m", "x".repeat(MAX_BODY), "").getBytes(StandardCharsets.UTF_8);
    HttpResponse<String> answer =
        rig.send(
            rig.request("/api/chat")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large)))
                .build());
    assertThat(answer.statusCode()).isEqualTo(413);
  }

  @Test
  void readsACompressedBodyAndCountsItAfterDecompression() throws IOException {
    String chat = OpenAiToOllamaTest.chat("llama3.2:1b", "compressed", "");
    HttpResponse<String> answer = postEncoded("gzip", gzip(chat));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("compressed");
    String bomb = OpenAiToOllamaTest.chat("llama3.2:1b", "0".repeat(50_000_000), "");
    byte[] small = gzip(bomb);
    assertThat(small.length).isLessThan(MAX_BODY);
    assertThat(postEncoded("gzip", small).statusCode()).isEqualTo(413);
    assertThat(postEncoded("gzip", new byte[] {1, 2, 3}).statusCode()).isEqualTo(400);
    assertThat(postEncoded("zstd", small).statusCode()).isEqualTo(415);
  }

  @Test
  void refusesJsonThatIsTooDeepOrNotJson() {
    String deep = "{\"model\":\"m\",\"x\":" + "[".repeat(40) + "]".repeat(40) + "}";
    HttpResponse<String> answer = rig.post("/v1/chat/completions", deep);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("exceeds a limit");
    for (String broken :
        new String[] {"", "{", "[]", "null", "{\"model\":\"m\"} x", "\"secret-prompt\""}) {
      HttpResponse<String> refused = rig.post("/api/chat", broken);
      assertThat(refused.statusCode()).as(broken).isEqualTo(400);
      assertThat(refused.body()).doesNotContain("secret-prompt");
    }
  }

  @Test
  void refusesHeadersAboveTheLimit() {
    String request =
        "GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nX-Large: %s\r\n\r\n"
            .formatted(rig.gateway.port(), "x".repeat(20_000));
    assertThat(RawClient.status(RawClient.exchange(rig.gateway.port(), request)))
        .isBetween(400, 499);
    String longLine = "GET /%s HTTP/1.1\r\n\r\n".formatted("x".repeat(20_000));
    assertThat(RawClient.status(RawClient.exchange(rig.gateway.port(), longLine))).isEqualTo(414);
  }

  @Test
  void refusesMoreRequestsAtOnceThanAllowed() throws IOException {
    String slow = OpenAiToOllamaTest.chat("llama3.2:1b", "[[tokens=2]] [[stall=1]]", "");
    HttpResponse<InputStream> first = rig.open("/api/chat", slow);
    HttpResponse<InputStream> second = rig.open("/api/chat", slow);
    HttpResponse<String> third = rig.get("/v1/models");
    assertThat(third.statusCode()).isEqualTo(503);
    assertThat(third.body()).contains("gateway_overloaded");
    first.body().close();
    second.body().close();
    Wait.until(
        "there is room again",
        () -> rig.get("/v1/models").statusCode() == 200,
        Duration.ofSeconds(30));
  }

  @Test
  void survivesGarbage() {
    for (String garbage :
        new String[] {
          "\r\n\r\n",
          "\u0016\u0003\u0001\u0002",
          "GET\r\n\r\n",
          "GET / HTTP/1.0\r\n\r\n",
          "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
          "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
          "POST /api/chat HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
          "POST /api/chat HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
        }) {
      try (RawClient client = new RawClient(rig.gateway.port())) {
        client.send(garbage + "\r\n\r\n");
        assertThat(RawClient.status(client.readAll())).as(garbage).isNotEqualTo(200);
      }
    }
    assertThat(rig.get("/v1/models").statusCode()).isEqualTo(200);
  }

  private static HttpResponse<String> postEncoded(String encoding, byte[] body) {
    return rig.send(
        rig.request("/v1/chat/completions")
            .header("Content-Type", "application/json")
            .header("Content-Encoding", encoding)
            .POST(BodyPublishers.ofByteArray(body))
            .build());
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }
}
