// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.headless;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.testing.Wait;
import dev.wheelhouse.testing.docker.DockerCommand;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of the image, as a user starts it; only what it shares is put beside it. */
class ExampleComposeIT {
  private static final Path EXAMPLE = Path.of("../packaging/gateway-image/example");
  private static final String MODEL = "llama3.2:1b";
  private static final String PASSWORD = "shared-password-of-the-tests";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String BESIDE =
      """
      services:
        gateway-1:
          environment: { LOCAL_LLM_ENDPOINT: "http://ollama:11434" }
        gateway-2:
          environment: { LOCAL_LLM_ENDPOINT: "http://ollama:11434" }
        front:
          ports: !override ["127.0.0.1::80"]
        postgres:
          image: POSTGRES
          environment: { POSTGRES_PASSWORD: PASSWORD }
          networks: [inside]
        redis:
          image: REDIS
          command: [redis-server, --requirepass, PASSWORD]
          networks: [inside]
        ollama:
          image: OLLAMA
          environment: { OLLAMA_TEST_PULL_MILLIS: "1" }
          networks: [inside]
      """;

  @TempDir static Path folder;

  private static final DockerCommand DOCKER = new DockerCommand();
  private static final String PROJECT = "wh-example-" + Long.toHexString(System.nanoTime());
  private static HttpClient client;

  @BeforeAll
  static void start() throws Exception {
    GatewayPair.buildImage();
    DOCKER.run("tag", GatewayPair.IMAGE, exampleImage());
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    Files.copy(EXAMPLE.resolve("compose.yaml"), folder.resolve("compose.yaml"));
    Files.copy(EXAMPLE.resolve("nginx.conf"), folder.resolve("nginx.conf"));
    Files.writeString(
        folder.resolve("beside.yaml"),
        BESIDE
            .replace("POSTGRES\n", image("postgres") + "\n")
            .replace("REDIS\n", image("redis") + "\n")
            .replace("OLLAMA\n", image("ollama/ollama") + "\n")
            .replace(" PASSWORD", " " + PASSWORD));
    secret("token", EnvironmentTest.TOKEN);
    secret("database_url", "postgresql://postgres:" + PASSWORD + "@postgres:5432/postgres");
    secret("redis_url", "redis://:" + PASSWORD + "@redis:6379/0");
    secret("openai_api_key", "sk-of-the-tests-0123456789");
    try {
      compose("up", "-d", "--wait", "--wait-timeout", "200");
    } catch (AssertionError e) {
      String logs = compose("logs", "--no-color", "--tail", "40");
      remove();
      throw new AssertionError(e.getMessage() + "\n" + logs, e);
    }
  }

  @AfterAll
  static void stop() {
    if (client != null) {
      client.shutdownNow();
      remove();
    }
  }

  private static void remove() {
    compose("down", "--volumes", "--timeout", "1");
    DOCKER.tryRun("rmi", exampleImage());
  }

  @Test
  void answersBehindItsProxySharesItsKeysAndEndsWell() throws Exception {
    compose("exec", "-T", "ollama", "ollama", "pull", MODEL);
    Wait.until("the model is listed", () -> get(EnvironmentTest.TOKEN).contains(MODEL), PATIENCE);
    assertThat(get("wrong-token-of-the-tests")).contains("invalid_api_key");

    String key =
        compose("exec", "-T", "gateway-1", "gateway", "keys", "create", "app")
            .lines()
            .filter(line -> line.startsWith("whk-"))
            .findFirst()
            .orElseThrow();
    // the proxy takes turns, so one that knows it may hide the other that does not yet
    Wait.until("the key opens both", () -> alwaysOpen(key), PATIENCE);
    for (int asked = 0; asked < 4; asked++) {
      HttpResponse<String> answer = chat(key);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    for (String service : List.of("gateway-1", "gateway-2")) {
      compose("stop", service);
      String container = compose("ps", "-a", "-q", service);
      assertThat(DOCKER.run("inspect", "--format", "{{.State.ExitCode}}", container))
          .as(service)
          .isEqualTo("0");
      assertThat(compose("logs", "--no-color", service)).doesNotContain(PASSWORD, "\tat ");
    }
  }

  private static boolean alwaysOpen(String key) {
    return IntStream.range(0, 12).allMatch(_ -> get(key).contains(MODEL));
  }

  private static String get(String key) {
    try {
      return client
          .send(request("/v1/models", key).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      return e.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static HttpResponse<String> chat(String key) throws IOException, InterruptedException {
    String body =
        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}"
            .formatted(MODEL);
    HttpRequest request =
        request("/v1/chat/completions", key)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String path, String key) {
    return HttpRequest.newBuilder(URI.create("http://" + front() + path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + key);
  }

  private static String front() {
    return compose("port", "front", "80");
  }

  private static String compose(String... arguments) {
    List<String> all = new ArrayList<>();
    all.addAll(List.of("-p", PROJECT, "-f", "compose.yaml", "-f", "beside.yaml"));
    all.addAll(List.of(arguments));
    return DOCKER.compose(folder, all.toArray(String[]::new));
  }

  /** What the example calls the image, which is what the build calls it unless told otherwise. */
  private static String exampleImage() {
    try {
      return Files.readAllLines(EXAMPLE.resolve("compose.yaml")).stream()
          .map(String::strip)
          .filter(line -> line.startsWith("image: wheelhouse/gateway:"))
          .map(line -> line.substring("image: ".length()))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The tag that the test images have, which is the templates' one. */
  private static String image(String repository) {
    return DOCKER
        .run("images", "--format", "{{.Repository}}:{{.Tag}}", repository)
        .lines()
        .findFirst()
        .orElseThrow();
  }

  private static void secret(String file, String value) throws IOException {
    Path secrets = Files.createDirectories(folder.resolve("secrets"));
    Files.setPosixFilePermissions(
        Files.writeString(secrets.resolve(file), value),
        PosixFilePermissions.fromString("r--r--r--"));
  }
}
