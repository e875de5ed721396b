// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.upstream;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.internal.concurrent.TaskRunner;
import okhttp3.internal.connection.ConnectionListener;

/**
 * Connections that are looked through for old ones now and then. OkHttp's own pool does that after
 * each call, and wakes a thread for it: an eighth of the processor time of a short request.
 *
 * <p>Only the part that waits is replaced. OkHttp does not promise to keep it; a change would show
 * when this is compiled.
 */
final class SeldomTidied implements TaskRunner.Backend {
  private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(5);
  private static final TaskRunner RUNNER =
      new TaskRunner(new SeldomTidied(), TaskRunner.Companion.getLogger());

  private final TaskRunner.RealBackend real =
      new TaskRunner.RealBackend(Thread.ofPlatform().daemon().name("gateway-upstreams").factory());

  private SeldomTidied() {}

  /** A pool that keeps so many idle connections for so long, and up to five seconds more. */
  static ConnectionPool pool(int maxIdle, Duration keep) {
    return new ConnectionPool(
        maxIdle,
        keep.toMillis(),
        TimeUnit.MILLISECONDS,
        RUNNER,
        ConnectionListener.Companion.getNONE());
  }

  @Override
  public long nanoTime() {
    return real.nanoTime();
  }

  @Override
  public void coordinatorNotify(TaskRunner runner) {
    // a call is over; whoever waits will see that by itself
  }

  @Override
  public void coordinatorWait(TaskRunner runner, long nanos) {
    try {
      real.coordinatorWait(runner, Math.min(nanos, LONGEST_WAIT));
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
  }

  @Override
  public <T> BlockingQueue<T> decorate(BlockingQueue<T> queue) {
    return queue;
  }

  @Override
  public void execute(TaskRunner runner, Runnable task) {
    real.execute(runner, task);
  }
}
