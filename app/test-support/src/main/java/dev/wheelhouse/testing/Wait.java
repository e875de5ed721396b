// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for something to become true, with an end and a reason. */
public final class Wait {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

  private Wait() {}

  /**
   * Waits until the condition holds.
   *
   * @throws AssertionError when it does not in time
   */
  public static void until(BooleanSupplier condition, Duration timeout) {
    until("the condition", condition, timeout);
  }

  /**
   * Waits until the condition holds.
   *
   * @param what named in the failure: "WHAT did not hold within …"
   * @throws AssertionError when it does not in time
   */
  public static void until(String what, BooleanSupplier condition, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline >= 0) {
        throw new AssertionError(what + " did not hold within " + timeout);
      }
      pause();
    }
  }

  /**
   * Repeats an assertion until it passes; what it last said is the failure.
   *
   * @throws AssertionError the last one when it does not pass in time
   */
  public static void untilAsserted(Runnable assertion, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      try {
        assertion.run();
        return;
      } catch (AssertionError e) {
        if (System.nanoTime() - deadline >= 0) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN_LOOKS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting", e);
    }
  }
}
