// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class WatchedHttpServerTest {
  @Test
  void keepsAConnectionForSeveralRequestsWithBodiesOfAnySize() throws Exception {
    byte[] large = new byte[300_000];
    Arrays.fill(large, (byte) 'x');
    try (WatchedHttpServer server = WatchedHttpServer.onPort(0, WatchedHttpServerTest::echo);
        HttpClient client = HttpClient.newHttpClient()) {
      for (int round = 0; round < 5; round++) {
        HttpRequest request =
            HttpRequest.newBuilder(server.uri().resolve("/a%20b?q=1%262&empty"))
                .POST(BodyPublishers.ofByteArray(large))
                .build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        assertThat(answer.body()).isEqualTo("POST /a b 1&2 300000");
      }
      assertThat(server.openConnections()).isEqualTo(1);
    }
  }

  @Test
  void readsChunkedRequests() throws Exception {
    try (WatchedHttpServer server = WatchedHttpServer.onPort(0, WatchedHttpServerTest::echo);
        HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(server.uri().resolve("/c?q=x"))
              .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString("chunked body")))
              .build();

      assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("POST /c x 12");
    }
  }

  @Test
  void answersAnErrorWhenTheHandlerFails() throws Exception {
    try (WatchedHttpServer server =
            WatchedHttpServer.onPort(
                0,
                call -> {
                  throw new IllegalStateException("planted");
                });
        HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(server.uri()).build();

      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(500);
    }
  }

  private static void echo(HttpCall call) throws IOException {
    dev.wheelhouse.testing.http.HttpRequest request = call.request();
    String text =
        request.method()
            + " "
            + request.path()
            + " "
            + request.query().get("q")
            + " "
            + request.body().length;
    call.reply(200, "text/plain", text.getBytes(StandardCharsets.UTF_8));
  }
}
