// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.wheelhouse.gateway.route.pool.BreakerSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Averages of the last ten, and when a target is left alone. */
class TargetHealthTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final BreakerSettings BREAKER = new BreakerSettings(3, Duration.ofSeconds(5));

  @Property
  void theAveragesAreThoseOfTheLastTenAnswers(
      @ForAll @Size(min = 1, max = 40) List<@DoubleRange(min = 0, max = 60) Double> seconds) {
    TargetHealth health = new TargetHealth();
    seconds.forEach(each -> health.answered(each, each / 10));
    List<Double> last = seconds.subList(Math.max(0, seconds.size() - 10), seconds.size());
    double mean = last.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    assertThat(health.averages().latency()).isCloseTo(mean, within(1e-9));
    assertThat(health.averages().cost()).isCloseTo(mean / 10, within(1e-9));
    assertThat(health.averages().samples()).isEqualTo(last.size());
    assertThat(health.averages().accuracy()).isEqualTo(1);
  }

  @Test
  void startsWithTheValuesOfANewTarget() {
    assertThat(new TargetHealth().averages()).isEqualTo(new Averages(0, 0.8, 1, 1, 0.01));
  }

  @Test
  void tellsABadAnswerFromNone() {
    TargetHealth health = new TargetHealth();
    health.answered(1, 0);
    health.failed(true);
    assertThat(health.averages().accuracy()).isEqualTo(0.5);
    assertThat(health.averages().availability()).isEqualTo(1);
    health.failed(false);
    assertThat(health.averages().availability()).isCloseTo(2 / 3.0, within(1e-9));
    assertThat(health.consecutiveFailures()).isEqualTo(2);
  }

  @Test
  void opensAfterAsManyFailuresInARowAsItIsSet() {
    Gate gate = new Gate();
    gate.failed(NOW, BREAKER, "x");
    gate.failed(NOW, BREAKER, "x");
    gate.succeeded();
    gate.failed(NOW, BREAKER, "x");
    gate.failed(NOW, BREAKER, "x");
    assertThat(gate.enter(NOW)).isTrue();
    gate.failed(NOW, BREAKER, "x");
    assertThat(gate.enter(NOW)).isFalse();
    assertThat(gate.enter(NOW.plusSeconds(5))).isTrue();
  }

  @Test
  void waitsTwiceAsLongAfterEachFailedProbeUpToAMinute() {
    Gate gate = new Gate();
    gate.unreachable(NOW, BREAKER, "x");
    Instant at = NOW;
    for (int wait : new int[] {5, 10, 20, 40, 60, 60}) {
      assertThat(gate.state().until()).isEqualTo(at.plusSeconds(wait));
      at = gate.state().until();
      assertThat(gate.enter(at)).isTrue();
      gate.unreachable(at, BREAKER, "x");
    }
    assertThat(gate.enter(gate.state().until())).isTrue();
    gate.succeeded();
    assertThat(gate.state()).isEqualTo(GateState.OPEN_TO_ALL);
  }

  @Test
  void whatWasSentBeforeItOpenedDoesNotProlongTheWait() {
    Gate gate = new Gate();
    gate.unreachable(NOW, BREAKER, "x");
    gate.unreachable(NOW.plusSeconds(1), BREAKER, "x");
    assertThat(gate.state().until()).isEqualTo(NOW.plusSeconds(5));
  }

  @Test
  void letsOneOfManyThroughToProbe() {
    for (int round = 0; round < 200; round++) {
      Gate gate = new Gate();
      gate.unreachable(NOW, BREAKER, "x");
      AtomicInteger entered = new AtomicInteger();
      IntStream.range(0, 8)
          .parallel()
          .forEach(_ -> {
            if (gate.enter(NOW.plusSeconds(5))) {
              entered.incrementAndGet();
            }
          });
      assertThat(entered.get()).isEqualTo(1);
      gate.left();
      assertThat(gate.enter(NOW.plusSeconds(5))).isTrue();
    }
  }

  @Test
  void anAnswerThatBeganBeforeARateLimitDoesNotLiftIt() {
    Gate gate = new Gate();
    gate.rateLimited(NOW, Duration.ofSeconds(30), "x");
    gate.succeeded();
    assertThat(gate.enter(NOW.plusSeconds(29))).isFalse();
    assertThat(gate.enter(NOW.plusSeconds(30))).isTrue();
    gate.succeeded();
    assertThat(gate.enter(NOW)).isTrue();
  }
}
