// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wheelhouse.testing.Wait;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class FakeEngineTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final FakeContainer WEB =
      FakeContainer.ofService("p", "web").withHealth("healthy");

  private final FakeEngine engine = FakeEngine.start().add(WEB);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void close() {
    engine.close();
    threads.shutdownNow();
  }

  @Test
  void listsOnlyWhatCarriesTheLabel() throws Exception {
    engine.add(FakeContainer.ofService("other", "web"));
    String filter = "%7B%22label%22%3A%5B%22com.docker.compose.project%3Dp%22%5D%7D";

    JsonNode listed = MAPPER.readTree(get("/v1.41/containers/json?all=1&filters=" + filter));

    assertThat(listed).hasSize(1);
    assertThat(listed.at("/0/Names/0").asText()).isEqualTo("/p-web-1");
    assertThat(listed.at("/0/Status").asText()).isEqualTo("Up 2 minutes (healthy)");
  }

  @Test
  void stopsAContainerOnceAndTellsIt() throws Exception {
    CompletableFuture<String> heard = listen();

    assertThat(exchange("POST", "/containers/p-web-1/stop")).startsWith("HTTP/1.1 204");
    assertThat(exchange("POST", "/containers/p-web-1/stop")).startsWith("HTTP/1.1 304");
    engine.events().endCleanly();

    assertThat(get("/containers/p-web-1/json")).contains("\"Status\":\"exited\"");
    assertThat(heard.get(5, TimeUnit.SECONDS)).contains("\"Action\":\"die\"").endsWith("0\r\n\r\n");
  }

  @Test
  void answersNothingWhileItHangsAndEverythingAfterwards() throws Exception {
    engine.hang();
    CompletableFuture<String> waiting = CompletableFuture.supplyAsync(this::ping, threads);
    Thread.sleep(200);
    assertThat(waiting).isNotDone();

    engine.recover();

    assertThat(waiting.get(5, TimeUnit.SECONDS)).isEmpty();
    assertThat(ping()).endsWith("OK");
  }

  @Test
  void failsTheRequestsThatItIsToldTo() throws Exception {
    engine.fail("/start", 500, "port is already allocated");

    assertThat(exchange("POST", "/containers/p-web-1/start"))
        .startsWith("HTTP/1.1 500")
        .contains("{\"message\":\"port is already allocated\"}");
    assertThat(ping()).endsWith("OK");
  }

  @Test
  void cutsAnEventInTheMiddle() throws Exception {
    CompletableFuture<String> heard = listen();

    engine.events().cutInsideJson();

    String text = heard.get(5, TimeUnit.SECONDS);
    assertThat(text).contains("{\"status\":\"start\"").doesNotContain("timeNano");
  }

  @Test
  void tellsEventsTwiceReversedInABurstOrNotAtAll() throws Exception {
    CompletableFuture<String> heard = listen();

    engine.events().beSilent();
    engine.change(WEB.withExit(1), "die");
    engine.events().sendEach(2);
    engine.change(WEB, "restart");
    engine.events().sendReversed(List.of("create", "start"), WEB);
    engine.events().burst(10_000, "exec_start", WEB);
    engine.events().endCleanly();

    String text = heard.get(20, TimeUnit.SECONDS);
    assertThat(text.split("\"Action\":\"restart\"", -1)).hasSize(3);
    assertThat(text).doesNotContain("\"Action\":\"die\"");
    assertThat(text.indexOf("\"Action\":\"start\""))
        .isLessThan(text.indexOf("\"Action\":\"create\""));
    assertThat(text.split("exec_start", -1)).hasSizeGreaterThan(10_000);
  }

  private CompletableFuture<String> listen() {
    CompletableFuture<String> heard =
        CompletableFuture.supplyAsync(() -> quietly("GET", "/events"), threads);
    Wait.until("a stream", () -> engine.events().openStreams() == 1, Duration.ofSeconds(30));
    return heard;
  }

  private String ping() {
    return quietly("GET", "/_ping");
  }

  private String quietly(String method, String path) {
    try {
      return exchange(method, path);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The body of an answer that is whole JSON. */
  private String get(String path) throws IOException {
    String answer = exchange("GET", path);
    String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
    try {
      MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + answer, e);
    }
    return body;
  }

  private String exchange(String method, String path) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(engine.socket()))) {
      String request = method + " " + path + " HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n";
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
      return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
