// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.fallback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.gateway.answer.ChatEvent;
import dev.wheelhouse.gateway.answer.FinishReason;
import dev.wheelhouse.gateway.answer.Frame;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.FailureKind;
import dev.wheelhouse.gateway.route.pool.ThroughputGuard;
import dev.wheelhouse.gateway.timer.Timers;
import dev.wheelhouse.gateway.upstream.CallScope;
import dev.wheelhouse.testing.Wait;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The bounds of the probe, on a clock that the test moves. */
class SpeedProbeTest {
  private final AtomicLong nanos = new AtomicLong();
  private final CallScope scope = new CallScope();
  private final AtomicBoolean cancelled = new AtomicBoolean();
  private final Timers timers = new Timers();

  @AfterEach
  void stop() {
    timers.close();
  }

  private SpeedProbe probe(ThroughputGuard guard) {
    scope.attach(() -> cancelled.set(true));
    return new SpeedProbe(guard, scope, timers, nanos::get);
  }

  private boolean shows(SpeedProbe probe, ChatEvent event) throws ApiFailure {
    return probe.shows(new Frame(Dialect.OPENAI, new byte[1], List.of(event)), "up");
  }

  private boolean shows(SpeedProbe probe, int chars) throws ApiFailure {
    return shows(probe, new ChatEvent.Text("x".repeat(chars)));
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void theUsualWindowIsFiveSeconds() throws ApiFailure {
    SpeedProbe probe = probe(ThroughputGuard.atLeast(20));
    assertThat(shows(probe, 1)).isFalse();
    pass(Duration.ofMillis(4999));
    assertThat(shows(probe, 98)).isFalse();
    assertThat(shows(probe, 1)).as("100 characters in 5 s").isTrue();
  }

  @Test
  void afterTheWindowItIsTooLate() throws ApiFailure {
    SpeedProbe probe = probe(ThroughputGuard.atLeast(20));
    assertThat(shows(probe, 99)).isFalse();
    pass(Duration.ofMillis(5001));
    assertThatThrownBy(() -> shows(probe, 99))
        .isInstanceOfSatisfying(
            ApiFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(FailureKind.UPSTREAM_TOO_SLOW));
  }

  @Test
  void at256CharactersTheVerdictFallsAtOnce() throws ApiFailure {
    SpeedProbe quick = probe(ThroughputGuard.atLeast(100));
    assertThat(shows(quick, 1)).isFalse();
    pass(Duration.ofSeconds(2));
    assertThat(shows(quick, 254)).isFalse();
    assertThat(shows(quick, 1)).as("256 in 2 s").isTrue();
    SpeedProbe slow = probe(ThroughputGuard.atLeast(100));
    assertThat(shows(slow, 1)).isFalse();
    pass(Duration.ofSeconds(3));
    assertThatThrownBy(() -> shows(slow, 255)).as("256 in 3 s").isInstanceOf(ApiFailure.class);
  }

  @Test
  void reasoningAndToolsCountLikeText() throws ApiFailure {
    SpeedProbe probe = probe(new ThroughputGuard(30, Duration.ofSeconds(1)));
    assertThat(shows(probe, new ChatEvent.Reasoning("x".repeat(10)))).isFalse();
    assertThat(shows(probe, new ChatEvent.ToolPart(0, "t", "x".repeat(5), "y".repeat(5))))
        .isFalse();
    assertThat(shows(probe, 10)).isTrue();
  }

  @Test
  void theEndOfTheAnswerShowsIt() throws ApiFailure {
    SpeedProbe probe = probe(ThroughputGuard.atLeast(20));
    assertThat(shows(probe, 2)).isFalse();
    assertThat(shows(probe, new ChatEvent.Finished(FinishReason.STOP))).isTrue();
  }

  @Test
  void noMoreThan512ChunksAreHeld() throws ApiFailure {
    SpeedProbe probe = probe(ThroughputGuard.atLeast(20));
    assertThat(shows(probe, 1)).isFalse();
    for (int i = 0; i < 510; i++) {
      assertThat(shows(probe, 0)).isFalse();
    }
    assertThat(shows(probe, 0)).isTrue();
  }

  @Test
  void noMoreThanOneMebibyteIsHeld() throws ApiFailure {
    SpeedProbe probe = probe(ThroughputGuard.atLeast(20));
    List<ChatEvent> one = List.of(new ChatEvent.Text("x"));
    assertThat(probe.shows(new Frame(Dialect.OPENAI, new byte[(1 << 20) - 1], one), "up"))
        .isFalse();
    assertThat(probe.shows(new Frame(Dialect.OPENAI, new byte[1], one), "up")).isTrue();
  }

  @Test
  void aSilentUpstreamIsCancelledWhenTheWindowIsOver() throws ApiFailure {
    SpeedProbe probe = probe(new ThroughputGuard(100, Duration.ofMillis(20)));
    assertThat(shows(probe, 1)).isFalse();
    pass(Duration.ofMillis(21));
    Wait.until("cancelled", cancelled::get, Duration.ofSeconds(60));
    assertThatThrownBy(() -> scope.throwIfCancelled("up"))
        .hasMessageContaining("Upstream up wrote fewer than 100 characters a second");
    assertThatThrownBy(() -> probe.ended("up")).isInstanceOf(ApiFailure.class);
  }

  @Test
  void anAttemptThatIsOverIsNotCancelledAnyMore() throws Exception {
    SpeedProbe probe = probe(new ThroughputGuard(100, Duration.ofMillis(20)));
    assertThat(shows(probe, 1)).isFalse();
    probe.close();
    pass(Duration.ofMillis(21));
    AtomicBoolean later = new AtomicBoolean();
    var _ = timers.after(Duration.ofMillis(50), () -> later.set(true));
    Wait.until("the timer thread has been there", later::get, Duration.ofSeconds(60));
    assertThat(cancelled).isFalse();
    scope.throwIfCancelled("up");
  }
}
