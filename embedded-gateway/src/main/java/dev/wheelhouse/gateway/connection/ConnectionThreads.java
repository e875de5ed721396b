// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.connection;

import io.helidon.webserver.CloseConnectionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Threads of the system for the first connections; those beyond stay on virtual ones.
 *
 * <p>A thread of the system that waits for bytes is woken by the kernel itself. In the place of a
 * virtual one other threads wait, which wake the scheduler's, on which it goes on: at both waits of
 * a request two hand-offs more, each of which costs time when the machine is idle as well as when
 * it is busy. Very many connections are better off the other way round, in time and in memory.
 */
final class ConnectionThreads {
  /** So many connections few people have at once; their threads take some megabytes. */
  static final int MOST = 64;

  private static final ThreadFactory FACTORY =
      Thread.ofPlatform().daemon().name("gateway-connection-", 0).factory();

  private final Semaphore free = new Semaphore(MOST);
  private final Executor threads = Executors.newCachedThreadPool(FACTORY);

  /** What is done for a connection as long as it lasts. */
  @FunctionalInterface
  interface Serving {
    void run() throws InterruptedException;
  }

  /** Serves a connection; returns when it is over, or throws what that threw. */
  void serve(Serving connection) throws InterruptedException {
    if (!free.tryAcquire()) {
      connection.run();
      return;
    }
    try {
      onThread(connection);
    } finally {
      free.release();
    }
  }

  private void onThread(Serving connection) throws InterruptedException {
    FutureTask<@Nullable Void> served =
        new FutureTask<>(() -> {
          connection.run();
          return null;
        });
    CountDownLatch over = new CountDownLatch(1);
    threads.execute(() -> {
      try {
        served.run();
      } finally {
        over.countDown();
      }
    });
    try {
      served.get();
    } catch (InterruptedException e) {
      served.cancel(true); // the server wants the connection to end: who serves it must know
      over.await();
      Thread.currentThread().interrupt();
      // as the server logs any other end at length
      throw new CloseConnectionException("the server stops", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case InterruptedException cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }
}
