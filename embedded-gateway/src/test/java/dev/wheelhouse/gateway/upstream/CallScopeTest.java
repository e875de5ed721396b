// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wheelhouse.gateway.failure.ClientGone;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Cancelling is done once, for one reason, and never after the end. */
class CallScopeTest {
  private final AtomicInteger cancels = new AtomicInteger();
  private final CallScope scope = new CallScope();

  @Test
  void keepsTheFirstReason() {
    scope.attach(cancels::incrementAndGet);
    assertThat(scope.cancel(new CancelReason.ClientLeft())).isTrue();
    assertThat(scope.cancel(new CancelReason.TimedOut(Timer.IDLE, Duration.ofSeconds(1))))
        .isFalse();
    assertThat(cancels).hasValue(1);
    assertThatThrownBy(() -> scope.throwIfCancelled("x")).isInstanceOf(ClientGone.class);
  }

  @Test
  void cancelsACallThatStartsTooLate() {
    scope.cancel(new CancelReason.ClientLeft());
    scope.attach(cancels::incrementAndGet);
    assertThat(cancels).hasValue(1);
  }

  @Test
  void doesNothingAfterTheEnd() throws Exception {
    scope.attach(cancels::incrementAndGet);
    scope.close();
    assertThat(scope.cancel(new CancelReason.ClientLeft())).isFalse();
    assertThat(cancels).hasValue(0);
    scope.throwIfCancelled("x");
  }

  @Test
  @Timeout(5)
  void wakesAPauseWhenCancelled() {
    Thread.ofVirtual().start(() -> scope.cancel(new CancelReason.ClientLeft()));
    assertThatThrownBy(() -> scope.pause(Duration.ofMinutes(1), "x"))
        .isInstanceOf(ClientGone.class);
  }

  @Test
  void cancelsExactlyOnceWhenManyTryWhileItEnds() throws InterruptedException {
    for (int round = 0; round < 300; round++) {
      AtomicInteger runs = new AtomicInteger();
      CallScope raced = new CallScope();
      raced.attach(runs::incrementAndGet);
      CountDownLatch go = new CountDownLatch(1);
      Thread[] threads = new Thread[4];
      for (int i = 0; i < threads.length; i++) {
        boolean closes = i == 0;
        threads[i] =
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    go.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  if (closes) {
                    raced.close();
                  } else {
                    raced.cancel(new CancelReason.ClientLeft());
                  }
                });
      }
      go.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(runs.get()).isLessThanOrEqualTo(1);
    }
  }
}
