// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.gateway.answer.ChatSink;
import dev.wheelhouse.gateway.answer.Frame;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.limit.GatewayTimers;
import dev.wheelhouse.gateway.timer.Rounds;
import dev.wheelhouse.gateway.timer.Timers;
import dev.wheelhouse.gateway.upstream.CallScope;
import dev.wheelhouse.testing.Wait;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The timers of a request run while an upstream is asked, and at no other time. */
class StreamWatchTest {
  private static final Duration SHORT = Duration.ofMillis(40);
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final GatewayTimers TIMERS =
      new GatewayTimers(LONG, SHORT, LONG, SHORT, LONG, LONG, LONG);

  private final CallScope scope = new CallScope();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void noneRunsBeforeTheFirstAttempt(boolean whole) throws Exception {
    try (Timers timers = new Timers();
        StreamWatch watch = watch(timers, whole)) {
      scope.pause(SHORT.multipliedBy(5), "up");
    }
  }

  @Test
  void anAttemptIsWatched() throws Exception {
    try (Timers timers = new Timers();
        StreamWatch watch = watch(timers, false)) {
      scope.pause(SHORT.multipliedBy(3), "up");
      watch.attemptStarted();
      Wait.until("the timer runs out", this::timedOut, LONG);
    }
  }

  private StreamWatch watch(Timers timers, boolean whole) {
    ChatRelay.Client client = new ChatRelay.Client(new Nobody(), scope, () -> {});
    return new StreamWatch(client, TIMERS, new Rounds(timers), whole);
  }

  private boolean timedOut() {
    try {
      scope.throwIfCancelled("up");
      return false;
    } catch (Exception e) {
      assertThat(e).isInstanceOf(ApiFailure.class).hasMessageContaining("first-token timer");
      return true;
    }
  }

  /** A client that takes everything. */
  private static final class Nobody implements ChatSink {
    @Override
    public void header(String name, String value) {}

    @Override
    public void frame(Frame frame) {}

    @Override
    public void end() {}

    @Override
    public void fail(ApiFailure failure) {}

    @Override
    public void heartbeat() {}

    @Override
    public long silentNanos() {
      return 0;
    }

    @Override
    public long blockedNanos() {
      return 0;
    }

    @Override
    public boolean committed() {
      return false;
    }
  }
}
