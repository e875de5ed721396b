// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.headless;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.testing.FreePorts;
import dev.wheelhouse.testing.Wait;
import dev.wheelhouse.testing.http.HttpCall;
import dev.wheelhouse.testing.http.WatchedHttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process of its own, ended as a container engine ends it. */
class ProgramTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  private final CountDownLatch rest = new CountDownLatch(1);
  private final WatchedHttpServer upstream = WatchedHttpServer.onPort(0, this::answer);
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final int port = FreePorts.one();
  private final List<Process> started = new ArrayList<>();
  private Path output;

  @BeforeEach
  void writeSettings() throws IOException {
    output = folder.resolve("gateway.out");
    Files.writeString(
        folder.resolve("gateway.json"),
        "{\"upstreams\":[{\"name\":\"up\",\"type\":\"openai\",\"url\":\"%s\",\"models\":[\"m\"]}]}"
            .formatted(upstream.uri()));
  }

  @AfterEach
  void end() throws InterruptedException {
    rest.countDown();
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
    client.shutdownNow(); // a stream may be left that nobody reads
    upstream.close();
  }

  @Test
  void finishesStreamsOnTermAndEndsWellAndItsHealthCheckTellsTheTruth() throws Exception {
    Process gateway = running(Map.of("LOG_FORMAT", "json"));
    assertThat(healthCheck()).isZero();
    BufferedReader stream = openStream();

    gateway.destroy();
    Wait.until("the gateway drains", () -> status("/healthz") == 503, PATIENCE);
    assertThat(healthCheck()).isOne();
    assertThat(status("/v1/models")).isEqualTo(503);
    assertThat(gateway.isAlive()).isTrue();

    rest.countDown();
    assertThat(stream.lines().collect(Collectors.joining())).endsWith("data: [DONE]");
    assertThat(gateway.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(gateway.exitValue()).isZero();
    assertThat(healthCheck()).isOne();
    assertThat(text()).contains("\"formattedMessage\":\"stopped\"");
  }

  @Test
  void cutsStreamsAfterTheLimitWithAnErrorThatSaysSo() throws Exception {
    Process gateway = running(Map.of("WHEELHOUSE_GATEWAY_DRAIN_SECONDS", "1"));
    BufferedReader stream = openStream();

    gateway.destroy();

    assertThat(stream.lines().collect(Collectors.joining())).contains("gateway_stopping");
    assertThat(gateway.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(gateway.exitValue()).isZero();
    assertThat(text()).contains("1 streams had to be cut after 1 s");
  }

  @Test
  void saysWhichSettingsChangeNothingAndShowsNoSecret() throws Exception {
    running(Map.of("VECTOR_DIMENSION", "1536", "ZAI_API_KEY", "sk-canary-1f2e"));
    assertThat(text())
        .contains("VECTOR_DIMENSION is set but changes nothing: the cache has collections")
        .doesNotContain("sk-canary-1f2e")
        .doesNotContain(EnvironmentTest.TOKEN);
  }

  private Process running(Map<String, String> environment) throws IOException {
    Process process = start(environment, "run");
    Wait.until("the gateway answers", () -> status("/healthz") == 200, PATIENCE);
    return process;
  }

  private Process start(Map<String, String> environment, String command) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    ProcessBuilder builder =
        new ProcessBuilder(
            java.toString(),
            "-Xmx96m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            command);
    builder.environment().putAll(environment);
    builder.environment().put("WHEELHOUSE_GATEWAY_PORT", Integer.toString(port));
    builder.environment().put("WHEELHOUSE_GATEWAY_TOKEN", EnvironmentTest.TOKEN);
    builder
        .environment()
        .put("WHEELHOUSE_GATEWAY_CONFIG", folder.resolve("gateway.json").toString());
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
            .start();
    started.add(process);
    return process;
  }

  private int healthCheck() throws Exception {
    Process process = start(Map.of(), "healthcheck");
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private BufferedReader openStream() throws Exception {
    String body =
        "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
    HttpRequest request =
        request("/v1/chat/completions")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<InputStream> answer =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    assertThat(lines.readLine()).startsWith("data: ");
    return lines;
  }

  /** An answer whose second half waits for the test. */
  private void answer(HttpCall call) throws IOException, InterruptedException {
    call.begin(200, "text/event-stream");
    call.write(chunk("\"content\":\"one\"", "null"));
    rest.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    call.write(chunk("", "\"stop\"") + "data: [DONE]\n\n");
    call.end();
  }

  private static String chunk(String delta, String finish) {
    return "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
        + "\"choices\":[{\"index\":0,\"delta\":{%s},\"finish_reason\":%s}]}\n\n"
            .formatted(delta, finish);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + EnvironmentTest.TOKEN);
  }

  /** The status of a GET; 0 while nobody listens. */
  private int status(String path) {
    try {
      return client
          .send(request(path).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private String text() throws IOException {
    return Files.readString(output);
  }
}
