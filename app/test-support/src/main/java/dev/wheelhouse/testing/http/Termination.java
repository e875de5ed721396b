// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.http;

import java.util.concurrent.CountDownLatch;

/** Waits for the signal to end, and then ends with status 0 as servers written in Go do. */
public final class Termination {
  private Termination() {}

  /**
   * Returns when the process is told to end.
   *
   * @throws InterruptedException when the thread is interrupted
   */
  public static void await() throws InterruptedException {
    CountDownLatch told = new CountDownLatch(1);
    Thread caller = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              told.countDown();
              try {
                caller.join(2000);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              Runtime.getRuntime().halt(0);
            }));
    told.await();
  }
}
