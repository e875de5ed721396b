// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.testing.ollama.OllamaTestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Token, origin, method and content type. */
class GuardTest {
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

  @Test
  void asksForTheTokenEverywhereButWhereNothingIsTold() {
    for (String open : List.of("/", "/healthz")) {
      assertThat(rig.send(bare(open).build()).statusCode()).as(open).isEqualTo(200);
    }
    for (String closed :
        List.of("/v1/models", "/v1/models/x", "/api/tags", "/api/version", "/metrics", "/no")) {
      assertThat(rig.send(bare(closed).build()).statusCode()).as(closed).isEqualTo(401);
    }
    for (String post : List.of("/v1/chat/completions", "/api/chat")) {
      HttpRequest request =
          bare(post)
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString("{}"))
              .build();
      assertThat(rig.send(request).statusCode()).as(post).isEqualTo(401);
    }
    assertThat(rig.send(bare("/healthz").build()).body()).isEqualTo("ok\n");
  }

  @Test
  void acceptsTheTokenWhereTheUsualClientsPutIt() {
    String token = Rig.TOKEN.reveal();
    for (List<String> header :
        List.of(
            List.of("Authorization", "Bearer " + token),
            List.of("Authorization", "bearer  " + token),
            List.of("x-api-key", token),
            List.of("x-goog-api-key", token))) {
      HttpRequest request = bare("/v1/models").header(header.getFirst(), header.getLast()).build();
      assertThat(rig.send(request).statusCode()).as(header.toString()).isEqualTo(200);
    }
  }

  @Test
  void refusesAWrongTokenWithoutRepeatingIt() {
    for (String wrong :
        List.of("Bearer wrong-token-1", "Bearer", "Bearer ", "Basic wrong-token-1", "")) {
      HttpRequest request = bare("/v1/models").header("Authorization", wrong).build();
      HttpResponse<String> answer = rig.send(request);
      assertThat(answer.statusCode()).as(wrong).isEqualTo(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
      assertThat(answer.body()).doesNotContain("wrong-token-1").contains("invalid_api_key");
    }
    assertThat(rig.send(bare("/v1/models").header("Cookie", "t=" + Rig.TOKEN.reveal()).build()))
        .extracting(HttpResponse::statusCode)
        .isEqualTo(401);
    assertThat(rig.send(bare("/v1/models?key=" + Rig.TOKEN.reveal()).build()))
        .extracting(HttpResponse::statusCode)
        .isEqualTo(401);
  }

  @Test
  void letsOnlyListedOriginsIn() {
    for (String origin :
        List.of(
            "null",
            "*",
            "http://localhost:3000",
            "https://page.example.evil.com",
            "https://page.example:444",
            "http://page.example",
            "HTTPS://PAGE.EXAMPLE",
            "https://page.example/",
            "chrome-extension://abc")) {
      HttpResponse<String> answer =
          rig.send(rig.request("/v1/models").header("Origin", origin).build());
      assertThat(answer.statusCode()).as(origin).isEqualTo(403);
      assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
      assertThat(answer.body()).contains("call it from a program instead");
    }
    HttpResponse<String> allowed =
        rig.send(rig.request("/v1/models").header("Origin", Rig.PAGE).build());
    assertThat(allowed.statusCode()).isEqualTo(200);
    assertThat(allowed.headers().firstValue("Access-Control-Allow-Origin")).hasValue(Rig.PAGE);
    assertThat(allowed.headers().firstValue("Vary")).hasValue("Origin");
    assertThat(allowed.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
  }

  @Test
  void otherOriginsCanBeListedWhileItRuns() {
    String page = "https://new.example.com";
    try (Rig own = Rig.over(new UpstreamConfig.Ollama("local", ollama.uri()))) {
      HttpRequest request = own.request("/v1/models").header("Origin", page).build();
      assertThat(own.send(request).statusCode()).isEqualTo(403);

      own.gateway.origins(Set.of(page));
      assertThat(own.send(request).statusCode()).isEqualTo(200);
      assertThatThrownBy(() -> own.gateway.origins(Set.of("*")))
          .isInstanceOf(GatewayException.class);
      assertThat(own.send(request).statusCode()).as("nothing changed").isEqualTo(200);

      own.gateway.origins(Set.of());
      assertThat(own.send(request).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void answersThePreflightOfAListedOriginWithoutAToken() {
    HttpResponse<String> answer = rig.send(preflight("/v1/chat/completions", Rig.PAGE));
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue(Rig.PAGE);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Methods")).hasValue("POST");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Headers").orElseThrow())
        .contains("Authorization", "x-stainless-retry-count");
    assertThat(rig.send(preflight("/v1/chat/completions", "https://evil.example")).statusCode())
        .isEqualTo(403);
  }

  @Test
  void keepsItsOwnPathsFromWebPages() {
    for (String path : List.of("/metrics", "/healthz", "/")) {
      HttpResponse<String> answer = rig.send(rig.request(path).header("Origin", Rig.PAGE).build());
      assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).as(path).isEmpty();
    }
    assertThat(rig.send(preflight("/metrics", Rig.PAGE)).statusCode()).isEqualTo(401);
  }

  @Test
  void requiresJsonButTakesWhatCurlSendsToOllamaPaths() {
    String chat = OpenAiToOllamaTest.chat("llama3.2:1b", "hi", "");
    assertThat(postAs("/v1/chat/completions", "text/plain", chat)).isEqualTo(415);
    assertThat(postAs("/v1/chat/completions", "application/x-www-form-urlencoded", chat))
        .isEqualTo(415);
    assertThat(postAs("/v1/chat/completions", "application/json; charset=utf-8", chat))
        .isEqualTo(200);
    assertThat(postAs("/api/chat", "application/x-www-form-urlencoded", chat)).isEqualTo(200);
    assertThat(postAs("/api/chat", "text/plain", chat)).isEqualTo(415);
    assertThat(postAs("/api/chat", "multipart/form-data", chat)).isEqualTo(415);
  }

  @Test
  void namesTheMethodsOfAPath() {
    HttpResponse<String> answer = rig.get("/v1/chat/completions");
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue("POST");
    assertThat(rig.post("/v1/models", "{}").statusCode()).isEqualTo(405);
    assertThat(rig.get("/v1/chat/completions/").statusCode()).isEqualTo(404);
    assertThat(rig.get("/v1/../metrics").statusCode()).isEqualTo(404);
  }

  @Test
  void doesNotTakeTheBodyOfARefusedRequestForAnotherRequest() {
    int port = rig.gateway.port();
    String smuggled =
        "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nConnection: close\r\n\r\n";
    for (String header : List.of("Connection: close", "Expect: 100-continue")) {
      String answer =
          RawClient.exchange(
              port,
              "POST /api/chat HTTP/1.1\r\nHost: evil.example\r\n%s\r\nContent-Length: %d\r\n\r\n%s"
                  .formatted(header, smuggled.length(), smuggled));
      assertThat(answer).as(header).startsWith("HTTP/1.1 403").doesNotContain("200 OK");
    }
  }

  private static HttpRequest.Builder bare(String path) {
    return HttpRequest.newBuilder(rig.uri(path));
  }

  private static HttpRequest preflight(String path, String origin) {
    return bare(path)
        .method("OPTIONS", BodyPublishers.noBody())
        .header("Origin", origin)
        .header("Access-Control-Request-Method", "POST")
        .header("Access-Control-Request-Headers", "authorization,content-type")
        .build();
  }

  private static int postAs(String path, String contentType, String body) {
    return rig.send(
            rig.request(path)
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofString(body))
                .build())
        .statusCode();
  }
}
