// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.docker.adapter.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A reply body that cannot hang for ever: when one read waits longer than the limit, the reply is
 * closed and the read fails with {@code EngineSilent}. Time that the reader spends elsewhere does
 * not count.
 */
public final class IdleGuard extends FilterInputStream {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final EngineAction action;
  private final Duration limit;
  private final Runnable close;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread watch;
  private volatile long waitingSince;
  private volatile boolean silent;

  public IdleGuard(EngineAction action, InputStream body, Duration limit, Runnable close) {
    super(body);
    this.action = action;
    this.limit = limit;
    this.close = close;
    this.watch = Thread.ofVirtual().name("docker-idle-guard").start(this::watch);
  }

  private void watch() {
    try {
      while (!closed.get()) {
        Thread.sleep(LOOK);
        long since = waitingSince;
        if (since != 0 && System.nanoTime() - since > limit.toNanos()) {
          silent = true;
          close();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int count = read(one, 0, 1);
    return count < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    waitingSince = Math.max(1, System.nanoTime());
    try {
      return super.read(buffer, offset, length);
    } catch (IOException e) {
      if (silent) {
        throw EngineErrors.silent(action, limit);
      }
      throw e;
    } finally {
      waitingSince = 0;
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      watch.interrupt();
      close.run();
    }
  }
}
