// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.http;

import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.FailureKind;
import java.time.Duration;
import java.util.function.IntSupplier;

/** Whether the gateway still takes requests, or only ends those that it has. */
public final class Drain {
  private static final Duration QUIET = Duration.ofSeconds(1);
  private static final Duration STEP = Duration.ofMillis(20);
  private static final Duration TRY_AGAIN = Duration.ofSeconds(1);

  private volatile boolean begun;
  private volatile long lastRefused = System.nanoTime();

  /** From now on new requests are refused. */
  public void begin() {
    lastRefused = System.nanoTime();
    begun = true;
  }

  /**
   * Waits until nothing is under way, and nothing was refused for a second. Those whose streams
   * have just ended are the ones that ask next: they must be told to go elsewhere, and a proxy must
   * have learned it, before nobody listens any more.
   */
  public void await(IntSupplier underWay, Duration atMost) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < atMost.toNanos()) {
      boolean quiet = System.nanoTime() - lastRefused > QUIET.toNanos();
      if (quiet && underWay.getAsInt() == 0) {
        return;
      }
      try {
        Thread.sleep(STEP);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Whether it has begun. */
  public boolean begun() {
    return begun;
  }

  /** The answer to a new request: nothing was done for it, so it may go to another gateway. */
  ApiFailure refusal() {
    lastRefused = System.nanoTime();
    return ApiFailure.of(
            FailureKind.SHUTTING_DOWN,
            "The gateway is stopping and takes no new requests.",
            "Send it again; another gateway, or this one when it runs again, answers it.")
        .retryAfter(TRY_AGAIN);
  }
}
