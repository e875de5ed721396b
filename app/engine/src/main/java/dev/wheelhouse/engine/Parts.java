// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parts that are made when first asked for, so that a short command pays only for what it uses, and
 * closed in the reverse order of their making. Thread-safe.
 */
final class Parts implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Parts.class);

  private final Deque<AutoCloseable> made = new ArrayDeque<>();
  private boolean closed;

  /** A part that {@code maker} makes at the first {@code get}. */
  <T> Supplier<T> part(Supplier<T> maker) {
    return new Part<>(maker);
  }

  @Override
  public void close() {
    Deque<AutoCloseable> closing;
    synchronized (made) {
      closed = true;
      closing = new ArrayDeque<>(made);
      made.clear();
    }
    closing.forEach(Parts::closeQuietly);
  }

  private void register(Object part) {
    if (part instanceof AutoCloseable closeable) {
      synchronized (made) {
        if (!closed) {
          made.push(closeable);
          return;
        }
      }
      closeQuietly(closeable);
    }
  }

  private void checkOpen() {
    synchronized (made) {
      if (closed) {
        throw new IllegalStateException("the engine is closed");
      }
    }
  }

  /** One part that cannot close must not keep the others open. */
  private static void closeQuietly(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      log.warn("{} did not close", part.getClass().getSimpleName(), e);
    }
  }

  private final class Part<T> implements Supplier<T> {
    private final Supplier<T> maker;
    private @Nullable T value;

    Part(Supplier<T> maker) {
      this.maker = maker;
    }

    /** Makers ask for other parts while this lock is held; they form no ring. */
    @Override
    public synchronized T get() {
      T present = value;
      if (present == null) {
        checkOpen();
        present = maker.get();
        value = present;
        register((Object) present);
      }
      return present;
    }
  }
}
