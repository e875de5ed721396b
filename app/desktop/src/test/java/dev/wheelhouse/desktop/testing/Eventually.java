// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.testing;

import dev.wheelhouse.testing.Wait;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.testfx.util.WaitForAsyncUtils;

/**
 * Waits for what the window is about to show, as long as a slow machine takes. Looks on the UI
 * thread; not to be called there.
 */
public final class Eventually {
  /** Nothing that a test waits for takes so long, unless it never comes. */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private Eventually() {}

  /** Waits until the condition holds. */
  public static void is(BooleanSupplier condition) {
    holds(() -> {
      if (!condition.getAsBoolean()) {
        throw new AssertionError("it did not happen");
      }
    });
  }

  /** Waits until the assertion passes. */
  public static void holds(Runnable assertion) {
    Wait.untilAsserted(() -> onUi(assertion), PATIENCE);
  }

  private static void onUi(Runnable assertion) {
    try {
      WaitForAsyncUtils.asyncFx(assertion).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AssertionError said) {
        throw said;
      }
      throw new AssertionError(e.getCause());
    }
  }
}
