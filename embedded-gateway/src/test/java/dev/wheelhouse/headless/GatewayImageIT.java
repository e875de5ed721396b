// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.headless;

import static dev.wheelhouse.headless.GatewayPair.MODEL;
import static dev.wheelhouse.headless.GatewayPair.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.testing.Wait;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image, twice behind nginx with shared stores: what one instance knows, the other honours. */
class GatewayImageIT {
  private static final int FRONT = 0;
  private static final int CLIENTS = 6;

  @TempDir static Path folder;

  private static GatewayPair pair;
  private static HttpClient client;

  @BeforeAll
  static void start() throws Exception {
    GatewayPair.buildImage();
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    pair = new GatewayPair(folder);
    try {
      pair.start();
    } catch (IOException | RuntimeException | AssertionError e) {
      pair.close();
      throw e;
    }
    Wait.until("the proxy answers", () -> status(FRONT) == 200, PATIENCE);
  }

  @AfterAll
  static void stop() {
    if (client != null) {
      client.shutdownNow();
      pair.close();
    }
  }

  @Test
  void runsWithoutRootAndWritesNothing() {
    assertThat(pair.inspect(1, "{{.Config.User}}")).isEqualTo("10001:10001");
    assertThat(pair.inspect(1, "{{.HostConfig.ReadonlyRootfs}} {{.HostConfig.Tmpfs}}"))
        .isEqualTo("true map[]");
    assertThat(pair.inspect(1, "{{.Config.StopSignal}} {{.Config.Healthcheck.Test}}"))
        .isEqualTo("SIGTERM [CMD gateway healthcheck]");
    assertThat(pair.docker.run("exec", pair.container(1), "id", "-u")).isEqualTo("10001");
    assertThat(pair.docker.tryRun("exec", pair.container(1), "touch", "/tmp/x").status())
        .isNotZero();
    assertThat(pair.inspect(1, "{{.Config.Env}}") + pair.logs(1))
        .doesNotContain(EnvironmentTest.TOKEN)
        .doesNotContain("shared-password");
  }

  @Test
  void aKeyItsLimitAndAnAnswerOfOneCountAtTheOther() throws Exception {
    String key =
        pair.docker.run(
            "exec",
            pair.container(1),
            "gateway",
            "keys",
            "create",
            "app",
            "--requests-per-minute",
            "4",
            "--caching");
    for (int number : new int[] {1, 2}) {
      Wait.until("gateway " + number + " knows it", () -> models(number, key) == 200, PATIENCE);
    }

    HttpResponse<String> first = ask(1, key, "same");
    assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
    assertThat(first.headers().firstValue("X-Cache")).hasValue("miss");
    HttpResponse<String> second = ask(2, key, "same");
    assertThat(second.headers().firstValue("X-Cache")).hasValue("hit");
    assertThat(second.body()).contains("same");

    assertThat(ask(2, key, "third").statusCode()).isEqualTo(200);
    assertThat(ask(1, key, "fourth").statusCode()).isEqualTo(200);
    HttpResponse<String> tooMuch = ask(2, key, "fifth");
    assertThat(tooMuch.statusCode()).as(tooMuch.body()).isEqualTo(429);
    assertThat(ask(1, key, "sixth").statusCode()).isEqualTo(429);

    String id = key.substring(4, 16);
    pair.docker.run("exec", pair.container(2), "gateway", "keys", "revoke", id);
    Wait.until("the first refuses the key", () -> models(1, key) == 401, PATIENCE);
    Wait.until(
        "both logged into one place",
        () -> {
          String log = get(2, "/api/db/requests/recent?limit=50", EnvironmentTest.TOKEN).body();
          return log.split("rate_limit_exceeded", -1).length == 3;
        },
        PATIENCE);
  }

  @Test
  void aRollingRestartDropsNoStream() throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    AtomicInteger whole = new AtomicInteger();
    ConcurrentLinkedQueue<String> broken = new ConcurrentLinkedQueue<>();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(Thread.ofVirtual().start(() -> stream(enough, whole, broken)));
    }
    Wait.until("streams run", () -> whole.get() > 0 || !broken.isEmpty(), PATIENCE);
    for (int number : new int[] {1, 2}) {
      pair.docker.run("stop", "-t", "60", pair.container(number));
      assertThat(pair.inspect(number, "{{.State.ExitCode}}")).isEqualTo("0");
      int before = whole.get();
      Wait.until(
          "the other serves", () -> whole.get() > before + CLIENTS || !broken.isEmpty(), PATIENCE);
      assertThat(broken).isEmpty();
      pair.docker.run("start", pair.container(number));
      pair.awaitHealthy(number);
      // nginx leaves a gateway alone for a second after it was away
      int healthy = whole.get();
      Wait.until(
          "it has its share again",
          () -> whole.get() > healthy + 2 * CLIENTS || !broken.isEmpty(),
          PATIENCE);
    }
    enough.set(true);
    for (Thread each : clients) {
      each.join();
    }
    assertThat(broken).isEmpty();
    assertThat(whole.get()).isGreaterThan(4 * CLIENTS);
  }

  /**
   * One stream after the other, each some seconds long, as users do who do not know of restarts.
   */
  private static void stream(
      AtomicBoolean enough, AtomicInteger whole, ConcurrentLinkedQueue<String> broken) {
    while (!enough.get() && broken.isEmpty()) {
      String body = chat("[[tokens=40]] [[delay=30]] go", true);
      try {
        HttpResponse<String> answer = post(FRONT, EnvironmentTest.TOKEN, body);
        if (answer.statusCode() == 200 && answer.body().strip().endsWith("data: [DONE]")) {
          whole.incrementAndGet();
        } else {
          broken.add(answer.statusCode() + " " + answer.body());
        }
      } catch (IOException e) {
        broken.add(e.toString());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static HttpResponse<String> ask(int instance, String key, String prompt)
      throws IOException, InterruptedException {
    return post(instance, key, chat(prompt, false));
  }

  private static String chat(String prompt, boolean stream) {
    return "{\"model\":\"%s\",\"stream\":%s,\"temperature\":0,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
        .formatted(MODEL, stream, prompt);
  }

  private static HttpResponse<String> post(int instance, String key, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        request(instance, "/v1/chat/completions", key)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static int models(int instance, String key) {
    return get(instance, "/v1/models", key).statusCode();
  }

  private static HttpResponse<String> get(int instance, String path, String key) {
    try {
      return client.send(
          request(instance, path, key).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static int status(int instance) {
    try {
      return get(instance, "/healthz", EnvironmentTest.TOKEN).statusCode();
    } catch (java.io.UncheckedIOException e) {
      return 0;
    }
  }

  private static HttpRequest.Builder request(int instance, String path, String key) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + pair.ports.get(instance) + path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + key);
  }
}
