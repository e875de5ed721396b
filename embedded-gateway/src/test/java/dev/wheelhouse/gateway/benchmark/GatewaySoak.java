// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway under mixed load for long: answers, streams, clients that leave, refused requests,
 * questions to its log. Fails when threads, open files or the heap after a collection grow. Not
 * part of the tests: it runs only when it is named; {@code -Dsoak.minutes} sets its length, {@code
 * -Dsoak.pause} the milliseconds between two requests of a client.
 */
class GatewaySoak {
  private static final int CLIENTS = 12;
  private static final int SAMPLES = 30;
  private static final Duration PAUSE = Duration.ofMillis(Integer.getInteger("soak.pause", 20));
  private static final long MORE_THREADS = 8;
  private static final long MORE_FILES = 16;
  private static final long MORE_HEAP = 12L << 20;
  private static final long MAX_LOG_BYTES = 4L << 20;

  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong errors = new AtomicLong();
  private volatile boolean over;

  @TempDir private Path folder;

  @Test
  void staysFlat() throws Exception {
    Duration length = Duration.ofMinutes(Integer.getInteger("soak.minutes", 30));
    Path log = folder.resolve("requests.db");
    List<GatewayChild.Figures> figures = new ArrayList<>();
    StringBuilder table =
        new StringBuilder(
            "| minute | requests | threads | requests in flight | open files | heap MB | log MB |\n|---|---|---|---|---|---|---|\n");
    try (PacedUpstream upstream = new PacedUpstream(5, Duration.ofMillis(2));
        GatewayChild gateway =
            new GatewayChild(upstream.uri(), PacedUpstream.MODEL, log, MAX_LOG_BYTES);
        HttpClient client = HttpClient.newHttpClient();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(threads.submit(() -> use(client, gateway.port())));
      }
      try {
        watch(gateway, length, log, figures, table);
      } finally {
        over = true;
      }
      for (Future<?> each : clients) {
        each.get();
      }
    }
    String text = table + "\nUnexpected answers: " + errors + "\n";
    System.out.println(text);
    Files.writeString(Path.of("target/gateway-soak.md"), text);
    assertThat(errors.get()).isZero();
    isFlat("threads", figures, GatewayChild.Figures::threads, MORE_THREADS);
    isFlat("requests in flight", figures, GatewayChild.Figures::inFlight, CLIENTS);
    isFlat("open files", figures, GatewayChild.Figures::files, MORE_FILES);
    isFlat("heap", figures, GatewayChild.Figures::heapBytes, MORE_HEAP);
    assertThat(Files.size(log)).isLessThan(2 * MAX_LOG_BYTES);
  }

  private void watch(
      GatewayChild gateway,
      Duration length,
      Path log,
      List<GatewayChild.Figures> figures,
      StringBuilder table)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    for (int i = 1; i <= SAMPLES; i++) {
      Thread.sleep(length.dividedBy(SAMPLES));
      GatewayChild.Figures now = gateway.figures();
      figures.add(now);
      if (i % 3 == 0) {
        table.append(row(System.nanoTime() - start, now, Files.size(log)));
      }
    }
  }

  /** The median of the last third against that of the second tenth, when all is warm. */
  private static void isFlat(
      String what,
      List<GatewayChild.Figures> figures,
      ToLongFunction<GatewayChild.Figures> value,
      long tolerance) {
    long early = median(figures.subList(SAMPLES / 10, SAMPLES / 3), value);
    long late = median(figures.subList(SAMPLES * 2 / 3, SAMPLES), value);
    assertThat(late).as(what).isLessThanOrEqualTo(early + tolerance);
  }

  private static long median(
      List<GatewayChild.Figures> figures, ToLongFunction<GatewayChild.Figures> value) {
    return figures.stream()
        .mapToLong(value)
        .sorted()
        .skip(figures.size() / 2)
        .findFirst()
        .orElse(0);
  }

  private String row(long nanos, GatewayChild.Figures now, long logBytes) {
    return String.format(
        Locale.ROOT,
        "| %.1f | %d | %d | %d | %d | %.1f | %.1f |%n",
        nanos / 60e9,
        requests.get(),
        now.threads(),
        now.inFlight(),
        now.files(),
        now.heapBytes() / 1048576.0,
        logBytes / 1048576.0);
  }

  private Void use(HttpClient client, int port) throws InterruptedException {
    String chat =
        "{\"model\":\"paced\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    while (!over) {
      try {
        switch (ThreadLocalRandom.current().nextInt(10)) {
          case 0 -> leave(client, port, chat);
          case 1 ->
              expect(404, client, port, "/v1/chat/completions", chat.replace("paced", "none"));
          case 2 -> expect(400, client, port, "/v1/chat/completions", "no json");
          case 3 -> expect(200, client, port, "/api/db/requests/recent?limit=20", "");
          case 4 -> expect(200, client, port, "/v1/models", "");
          default -> expect(200, client, port, "/v1/chat/completions", chat);
        }
      } catch (IOException e) {
        errors.incrementAndGet();
      }
      requests.incrementAndGet();
      Thread.sleep(PAUSE);
    }
    return null;
  }

  private void expect(int status, HttpClient client, int port, String path, String body)
      throws IOException, InterruptedException {
    int got =
        client.send(request(port, path, body), HttpResponse.BodyHandlers.discarding()).statusCode();
    if (got != status) {
      errors.incrementAndGet();
    }
  }

  private static void leave(HttpClient client, int port, String body)
      throws IOException, InterruptedException {
    HttpRequest request = request(port, "/v1/chat/completions", body);
    try (InputStream answer =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body()) {
      answer.read();
    }
  }

  private static HttpRequest request(int port, String path, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", "Bearer " + GatewayChild.TOKEN);
    return body.isEmpty()
        ? request.build()
        : request
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
  }
}
