// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.wheelhouse.engine.docker.ContainerStats;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UseMeterTest {
  private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
  private final UseMeter meter = new UseMeter();

  private static ContainerStats stats(long cpuNanos, long systemNanos, long network, long block) {
    return new ContainerStats(
        cpuNanos, systemNanos, 2, 64_000_000, 512_000_000, network, 0, block, 0);
  }

  @Test
  void aFirstSampleHasNoRateYet() {
    assertThat(meter.measure("id", "redis", START, stats(1, 1, 1, 1))).isEmpty();
  }

  @Test
  void oneBusyCoreOfTwoIsAShareOfOne() {
    meter.measure("id", "redis", START, stats(0, 0, 0, 0));
    // two cores give 4 s of machine time in 2 s; the container used 2 s of it
    ServiceUse use =
        meter
            .measure(
                "id",
                "redis",
                START.plusSeconds(2),
                stats(2_000_000_000L, 4_000_000_000L, 3000, 500))
            .orElseThrow();

    assertThat(use.cpuShare()).isCloseTo(1.0, within(1e-9));
    assertThat(use.networkBytesPerSecond()).isEqualTo(1500);
    assertThat(use.blockBytesPerSecond()).isEqualTo(250);
    assertThat(use.memoryBytes()).isEqualTo(64_000_000);
  }

  @Test
  void countersThatWentBackGiveNoNegativeRates() {
    meter.measure("id", "redis", START, stats(9_000, 10_000, 9_000, 9_000));
    ServiceUse use =
        meter.measure("id", "redis", START.plusSeconds(2), stats(10, 20_000, 10, 10)).orElseThrow();

    assertThat(use.cpuShare()).isZero();
    assertThat(use.networkBytesPerSecond()).isZero();
    assertThat(use.blockBytesPerSecond()).isZero();
  }

  @Test
  void aContainerThatIsGoneIsForgotten() {
    meter.measure("id", "redis", START, stats(1, 1, 1, 1));
    meter.keepOnly(Set.of());

    assertThat(meter.measure("id", "redis", START.plusSeconds(2), stats(2, 2, 2, 2))).isEmpty();
  }
}
