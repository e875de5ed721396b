// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.gateway.cache.CacheRules;
import dev.wheelhouse.gateway.limit.GatewayLimits;
import dev.wheelhouse.gateway.limit.GatewayTimers;
import dev.wheelhouse.testing.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Reliability test S-12, beside what LimitsTest, TimerTest and ClientLeavesTest show of it. */
class HostileClientsTest {
  private static final int AT_ONCE = 64;
  private static final int PARALLEL = 2000;

  @Test
  void stopsReadingAHeaderOf100Megabytes() {
    try (ScriptedOpenAi upstream = new ScriptedOpenAi();
        Rig rig = Rig.over(upstream.upstream());
        RawClient client = new RawClient(rig.gateway.port())) {
      client.send("GET /v1/models HTTP/1.1\r\nHost: x\r\nX-Large: ");
      byte[] piece = "x".repeat(1 << 16).getBytes(StandardCharsets.ISO_8859_1);
      long sent = 0;
      try {
        while (sent < 100_000_000) {
          client.send(piece);
          sent += piece.length;
        }
      } catch (UncheckedIOException e) {
        // the gateway hung up, which is what it is to do
      }
      // what lies in the buffers of both sockets may be sent and never read
      assertThat(sent).isLessThan(50_000_000);
      assertThat(rig.get("/v1/models").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void answersEachOf2000ParallelRequestsAndServesOn() throws Exception {
    GatewayLimits limits =
        new GatewayLimits(64 << 20, 32 << 10, 128, AT_ONCE, 0, GatewayTimers.defaults());
    try (ScriptedOpenAi upstream = new ScriptedOpenAi();
        Rig rig = Rig.over(limits, upstream.upstream())) {
      upstream.streams(
          ScriptedOpenAi.event("{\"content\":\"x\"}", "null"),
          ScriptedOpenAi.event("{}", "\"stop\""),
          "data: [DONE]\n\n");
      assertThat(rig.get("/v1/models").statusCode()).isEqualTo(200);
      List<Integer> statuses = statuses(rig);
      assertThat(statuses).hasSize(PARALLEL);
      // at the door: a connection is answered, refused with a reason, or not taken at all
      assertThat(statuses).allMatch(status -> status == 200 || status == 503 || status == 0);
      assertThat(statuses).filteredOn(status -> status == 200).hasSizeGreaterThanOrEqualTo(AT_ONCE);
      Wait.until(
          "there is room again",
          () -> rig.get("/v1/models").statusCode() == 200,
          Duration.ofSeconds(30));
      assertThat(rig.settled().requestsInFlight()).isZero();
    }
  }

  private static List<Integer> statuses(Rig rig) throws Exception {
    CountDownLatch together = new CountDownLatch(1);
    List<Callable<Integer>> all = new ArrayList<>();
    String body =
        "{\"model\":\"%s\",\"stream\":true,\"messages\":[]}".formatted(ScriptedOpenAi.MODEL);
    String request =
        """
        POST /v1/chat/completions HTTP/1.1\r
        Host: 127.0.0.1:%d\r
        Authorization: Bearer %s\r
        Content-Type: application/json\r
        Connection: close\r
        Content-Length: %d\r
        \r
        %s\
        """
            .formatted(rig.gateway.port(), Rig.TOKEN.reveal(), body.length(), body);
    for (int i = 0; i < PARALLEL; i++) {
      all.add(() -> {
        together.await();
        try {
          return RawClient.status(RawClient.exchange(rig.gateway.port(), request));
        } catch (UncheckedIOException e) {
          return 0;
        }
      });
    }
    List<Integer> statuses = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> running = all.stream().map(threads::submit).toList();
      together.countDown();
      for (Future<Integer> each : running) {
        statuses.add(each.get());
      }
    }
    return statuses;
  }

  @Test
  void holdsNoMoreOfAnEndlessStreamThanOnePieceAndEndsItWhenTheClientLeaves() throws IOException {
    AtomicLong written = new AtomicLong();
    CountDownLatch cancelled = new CountDownLatch(1);
    try (ScriptedOpenAi upstream = new ScriptedOpenAi();
        Rig rig = Rig.over(upstream.upstream())) {
      // the cache must not hold it either
      rig.gateway.cache(new CacheRules(64 << 20, 1 << 20, Duration.ofHours(1), List.of("*"), true));
      String event = ScriptedOpenAi.event("{\"content\":\"" + "y".repeat(4000) + "\"}", "null");
      upstream.chat(call -> {
        call.begin(200, "text/event-stream");
        try {
          while (true) {
            call.write(event);
            written.addAndGet(event.length());
          }
        } catch (IOException e) {
          cancelled.countDown();
          throw e;
        }
      });
      HttpResponse<java.io.InputStream> answer =
          rig.open(
              "/v1/chat/completions",
              "{\"model\":\"%s\",\"stream\":true,\"messages\":[]}".formatted(ScriptedOpenAi.MODEL));
      try (var in = answer.body()) {
        assertThat(in.readNBytes(40 << 20)).hasSize(40 << 20);
      }
      Wait.until(
          "the upstream is cancelled", () -> cancelled.getCount() == 0, Duration.ofSeconds(20));
      long atTheEnd = written.get();
      rig.settled();
      assertThat(written.get()).isEqualTo(atTheEnd);
      assertThat(Rig.json(rig.get("/api/db/cache/stats").body()).path("stored").asInt()).isZero();
    }
  }
}
