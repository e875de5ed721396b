// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.testing.ollama.OllamaTestServer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table against DNS rebinding: every form of Host, on every kind of request. */
class HostGuardTest {
  private static final List<String> REQUEST_LINES =
      List.of(
          "GET / HTTP/1.1",
          "HEAD / HTTP/1.1",
          "GET /healthz HTTP/1.1",
          "GET /v1/models HTTP/1.1",
          "GET /metrics HTTP/1.1",
          "GET /nothing/here HTTP/1.1",
          "OPTIONS /v1/chat/completions HTTP/1.1",
          "OPTIONS /api/chat HTTP/1.1",
          "DELETE /api/chat HTTP/1.1",
          "POST /v1/chat/completions HTTP/1.1",
          "POST /api/chat HTTP/1.1");

  private static OllamaTestServer ollama;
  private static Rig rig;

  @BeforeAll
  static void start() {
    ollama = OllamaTestServer.start(0).withModel("llama3.2:1b");
    rig = Rig.over(new UpstreamConfig.Ollama("local", ollama.uri()));
  }

  @AfterAll
  static void stop() {
    rig.close();
    ollama.close();
  }

  /** PORT stands for the gateway's port; each line is the whole header part. */
  static Stream<String> wrongHosts() {
    return Stream.of(
        "",
        "Host:\r\n",
        "Host: \r\n",
        "Host: :PORT\r\n",
        "Host: evil.example\r\n",
        "Host: evil.example:PORT\r\n",
        "Host: 127.0.0.1\r\n",
        "Host: localhost\r\n",
        "Host: 127.0.0.1:80\r\n",
        "Host: 127.0.0.1:0PORT\r\n",
        "Host: 127.0.0.1:PORTx\r\n",
        "Host: 127.0.0.1:abc\r\n",
        "Host: localhost.evil.com:PORT\r\n",
        "Host: localhost.:PORT\r\n",
        "Host: LOCALHOST:PORT\r\n",
        "Host: LOCALHOST.:PORT\r\n",
        "Host: Localhost:PORT\r\n",
        "Host: foo.localhost:PORT\r\n",
        "Host: 127.0.0.1.nip.io:PORT\r\n",
        "Host: 127.0.0.1.:PORT\r\n",
        "Host: 127.1:PORT\r\n",
        "Host: 127.0.0.2:PORT\r\n",
        "Host: 0.0.0.0:PORT\r\n",
        "Host: 2130706433:PORT\r\n",
        "Host: 0x7f.1:PORT\r\n",
        "Host: ::1:PORT\r\n",
        "Host: [::1]\r\n",
        "Host: [::]:PORT\r\n",
        "Host: [0:0:0:0:0:0:0:1]:PORT\r\n",
        "Host: [::ffff:127.0.0.1]:PORT\r\n",
        "Host: user@127.0.0.1:PORT\r\n",
        "Host: 127.0.0.1:PORT, evil.example\r\n",
        "Host: 127.0.0.1:PORT\r\nHost: evil.example\r\n",
        "Host: evil.example\r\nHost: 127.0.0.1:PORT\r\n",
        "Host: 127.0.0.1:PORT\r\nHost: 127.0.0.1:PORT\r\n",
        "X-Forwarded-Host: 127.0.0.1:PORT\r\nHost: evil.example\r\n");
  }

  static Stream<Arguments> wrongHostsWithEveryRequest() {
    return wrongHosts()
        .flatMap(host -> REQUEST_LINES.stream().map(line -> Arguments.of(line, host)));
  }

  @ParameterizedTest
  @MethodSource("wrongHostsWithEveryRequest")
  void refusesEveryOtherHost(String requestLine, String host) {
    assertThat(status(requestLine, host, "")).isEqualTo(403);
  }

  @ParameterizedTest
  @MethodSource("wrongHosts")
  void refusesAnOriginThatEqualsTheHost(String host) {
    // as a rebound page sends it; the equality of the two proves nothing
    assertThat(status("GET /v1/models HTTP/1.1", host, "Origin: http://evil.example:PORT\r\n"))
        .isEqualTo(403);
  }

  @ParameterizedTest
  @MethodSource("wrongHosts")
  void refusesAWebSocketToo(String host) {
    String upgrade =
        String.join(
            "\r\n",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "");
    assertThat(status("GET /api/chat HTTP/1.1", host, upgrade)).isEqualTo(403);
  }

  @Test
  void acceptsExactlyThreeNames() {
    for (String name : List.of("127.0.0.1", "localhost", "[::1]")) {
      String host = "Host: " + name + ":PORT\r\n";
      assertThat(status("GET / HTTP/1.1", host, "")).as(name).isEqualTo(200);
      assertThat(status("GET /v1/models HTTP/1.1", host, "")).as(name).isEqualTo(200);
    }
  }

  @Test
  void refusesAnAddressInTheRequestLine() {
    String good = "Host: 127.0.0.1:PORT\r\n";
    for (String target : List.of("http://evil.example/v1/models", "*", "evil.example:80")) {
      assertThat(status("GET " + target + " HTTP/1.1", good, "")).as(target).isIn(400, 403, 404);
    }
  }

  @Test
  void saysHowToCallItInTheFormOfTheClient() {
    String request = "GET /api/tags HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
    String answer = RawClient.exchange(rig.gateway.port(), request);
    assertThat(answer)
        .contains("{\"error\":\"The Host header is not one of this gateway's. Call it as")
        .contains("http://127.0.0.1:" + rig.gateway.port())
        .doesNotContain("evil.example");
  }

  private static int status(String requestLine, String host, String more) {
    String body = requestLine.startsWith("POST") ? "{}" : "";
    String headers =
        host
            + more
            + "Authorization: Bearer "
            + Rig.TOKEN.reveal()
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + (more.contains("Upgrade") ? "\r\n\r\n" : "\r\nConnection: close\r\n\r\n");
    String request =
        (requestLine + "\r\n" + headers + body)
            .replace("PORT", Integer.toString(rig.gateway.port()));
    try (RawClient client = new RawClient(rig.gateway.port())) {
      client.send(request);
      return RawClient.status(client.readUntil("\r\n"));
    }
  }
}
