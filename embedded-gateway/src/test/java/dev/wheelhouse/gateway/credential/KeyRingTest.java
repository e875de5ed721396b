// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.FailureKind;
import dev.wheelhouse.gateway.secret.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Turns that are taken by many threads at once. */
class KeyRingTest {
  private static final Clock STANDING =
      Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);
  private static final int THREADS = 8;
  private static final int TURNS = 300;

  private final KeyRing ring =
      KeyRing.of(
          List.of(
              new UpstreamKey("one", Secret.of("sk-first")),
              new UpstreamKey("two", Secret.of("sk-second")),
              new UpstreamKey("three", Secret.of("sk-third"))),
          STANDING);

  @Test
  void threadsTogetherGiveEachKeyTheSameNumberOfTurns() throws Exception {
    assertThat(counted(() -> ring.turn("m").take("up")))
        .containsOnly(
            Map.entry("sk-first", THREADS * TURNS / 3),
            Map.entry("sk-second", THREADS * TURNS / 3),
            Map.entry("sk-third", THREADS * TURNS / 3));
  }

  @Test
  void aKeyThatOneThreadFindsLimitedIsTakenByNoOther() throws Exception {
    KeyTurn first = ring.turn("m");
    assertThat(first.take("up").reveal()).isEqualTo("sk-first");
    first.failed(
        ApiFailure.of(FailureKind.UPSTREAM_RATE_LIMITED, "slow down", "")
            .retryAfter(Duration.ofSeconds(30)));
    assertThat(counted(() -> ring.turn("m").take("up"))).doesNotContainKey("sk-first");
    assertThat(counted(() -> ring.turn("n").take("up"))).containsKey("sk-first");
  }

  @Test
  void askingForModelsTakesNoTurnAndNoTrialOfARefusedKeyFromAChat() throws Exception {
    AtomicReference<Instant> now = new AtomicReference<>(STANDING.instant());
    Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
    KeyRing two =
        KeyRing.of(
            List.of(
                new UpstreamKey("one", Secret.of("sk-first")),
                new UpstreamKey("two", Secret.of("sk-second"))),
            clock);
    assertThat(two.turn("").take("up").reveal()).isEqualTo("sk-first");
    KeyTurn chat = two.turn("m");
    assertThat(chat.take("up").reveal()).isEqualTo("sk-first");
    chat.failed(ApiFailure.of(FailureKind.UPSTREAM_CREDENTIALS, "no credit", ""));
    now.set(now.get().plusSeconds(61));
    for (int asked = 0; asked < 3; asked++) {
      assertThat(two.turn("").take("up").reveal()).isEqualTo("sk-second");
    }
    assertThat(two.turn("m").take("up").reveal()).isEqualTo("sk-second");
    assertThat(two.turn("m").take("up").reveal()).isEqualTo("sk-first");
    assertThat(two.turn("m").take("up").reveal()).isEqualTo("sk-second");
  }

  private interface Taking {
    Secret take() throws ApiFailure;
  }

  private static Map<String, Integer> counted(Taking taking) throws Exception {
    Map<String, Integer> counts = new ConcurrentHashMap<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        running.add(
            threads.submit(() -> {
              for (int turn = 0; turn < TURNS; turn++) {
                counts.merge(taking.take().reveal(), 1, Integer::sum);
              }
              return null;
            }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    }
    return counts;
  }
}
