// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.log.store;

import dev.wheelhouse.gateway.log.LogFailure;
import dev.wheelhouse.gateway.log.LogRecord;
import dev.wheelhouse.gateway.log.RequestLog;
import dev.wheelhouse.gateway.log.Retention;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes the log. Requests only put their record into a bounded queue; when it
 * is full, the oldest record makes room and is counted.
 */
final class LogWriter implements AutoCloseable {
  /** Records that wait at most; with {@link #BATCH} the bound of what a crash can lose. */
  static final int QUEUE = 8192;

  /** Records of one transaction. */
  static final int BATCH = 512;

  private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);
  private static final Duration NAP = Duration.ofMillis(50);
  private static final Duration BETWEEN_TRIMS = Duration.ofSeconds(1);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);
  private static final Duration TO_CLOSE = Duration.ofSeconds(5);

  private final RequestLog log;
  private final Clock clock;
  private final UnaryOperator<LogRecord> clean;
  private final ArrayBlockingQueue<LogRecord> queue = new ArrayBlockingQueue<>(QUEUE);
  private final ConcurrentLinkedQueue<Errand> errands = new ConcurrentLinkedQueue<>();
  private final LongAdder dropped;
  private final Thread thread;
  private volatile Retention retention;
  private volatile String failure = "";
  private volatile boolean closing;
  private volatile long closeBy;
  private final AtomicLong written = new AtomicLong();
  private List<LogRecord> batch = new ArrayList<>(BATCH);
  private long trimAt = System.nanoTime();
  private long warnAt = System.nanoTime();

  /** Something to be done once so many records are written. */
  private record Errand(long after, Runnable work) {}

  LogWriter(RequestLog log, Retention retention, Clock clock, LongAdder dropped) {
    this(log, retention, clock, dropped, record -> record);
  }

  /** Writes records as {@code clean} leaves them. */
  LogWriter(
      RequestLog log,
      Retention retention,
      Clock clock,
      LongAdder dropped,
      UnaryOperator<LogRecord> clean) {
    this.log = log;
    this.clean = clean;
    this.retention = retention;
    this.clock = clock;
    this.dropped = dropped;
    this.thread = Thread.ofPlatform().daemon().name("gateway-log").start(this::run);
  }

  /** Takes a record; never waits. */
  void offer(LogRecord record) {
    while (!queue.offer(record)) {
      if (queue.poll() != null) {
        dropped.increment();
      }
    }
  }

  /** Records that are not written yet. */
  int queued() {
    return queue.size();
  }

  /** What does not work at present; empty when all does. */
  String failure() {
    return failure;
  }

  /** Other bounds from now on. */
  void retention(Retention next) {
    retention = next;
  }

  /** Runs on this thread, after everything that was offered before is written. */
  void run(Runnable errand, Duration patience) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Runnable work =
        () -> {
          try {
            errand.run();
            done.complete(null);
          } catch (RuntimeException e) {
            done.completeExceptionally(e);
          }
        };
    errands.add(new Errand(written.get() + queue.size() + BATCH, work));
    LockSupport.unpark(thread);
    try {
      done.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.TimeoutException e) {
      LOG.debug("the log's writer is slow");
    } catch (java.util.concurrent.ExecutionException e) {
      if (e.getCause() instanceof LogFailure failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Writes what is queued, for a few seconds at most, and ends. */
  @Override
  public void close() {
    closeBy = System.nanoTime() + TO_CLOSE.toNanos();
    closing = true;
    LockSupport.unpark(thread);
    try {
      thread.join(TO_CLOSE.plusSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!finished()) {
      boolean wrote = writeBatch();
      runErrands();
      trim();
      if (!wrote && errands.isEmpty() && !closing) {
        // a nap, not a wait for the queue: so a request never has to wake this thread
        LockSupport.parkNanos(NAP.toNanos());
      }
    }
    errands.forEach(errand -> errand.work().run());
    try {
      log.close();
    } catch (RuntimeException e) {
      LOG.warn("The request log did not close well: {}", e.getMessage());
    }
  }

  private void runErrands() {
    Errand next = errands.peek();
    while (next != null && batch.isEmpty() && (queue.isEmpty() || written.get() >= next.after())) {
      next.work().run();
      errands.remove();
      next = errands.peek();
    }
  }

  private boolean finished() {
    return closing && (System.nanoTime() - closeBy > 0 || (queue.isEmpty() && batch.isEmpty()));
  }

  private boolean writeBatch() {
    for (int room = BATCH - batch.size(); room > 0; room--) {
      LogRecord next = queue.poll();
      if (next == null) {
        break;
      }
      batch.add(clean.apply(next));
    }
    if (batch.isEmpty()) {
      return false;
    }
    try {
      log.write(batch);
      writtenAll();
      return true;
    } catch (LogFailure e) {
      warn(e);
      LockSupport.parkNanos(closing ? 1 : AFTER_FAILURE.toNanos());
      return false;
    } catch (RuntimeException e) {
      return writeEach(e);
    }
  }

  private void writtenAll() {
    written.addAndGet(batch.size());
    batch = new ArrayList<>(BATCH);
    failure = "";
  }

  /** One record that nobody foresaw must not keep the others out for ever. */
  private boolean writeEach(RuntimeException cause) {
    LOG.warn("a record cannot be written to the request log; it is left out", cause);
    List<LogRecord> left = new ArrayList<>(batch);
    for (LogRecord each : batch) {
      try {
        log.write(List.of(each));
      } catch (LogFailure e) {
        warn(e);
        batch = left;
        return false;
      } catch (RuntimeException e) {
        dropped.increment();
      }
      left.removeFirst();
    }
    writtenAll();
    return true;
  }

  /** A few at a time, between two batches: so a large cleanup never holds up anything. */
  private void trim() {
    if (System.nanoTime() - trimAt < 0 || closing) {
      return;
    }
    try {
      int deleted = log.trim(retention, clock.instant(), 2 * BATCH);
      trimAt = System.nanoTime() + (deleted > 0 ? 0 : BETWEEN_TRIMS.toNanos());
      failure = batch.isEmpty() ? "" : failure;
    } catch (RuntimeException e) {
      warn(e);
      trimAt = System.nanoTime() + AFTER_FAILURE.toNanos();
    }
  }

  private void warn(RuntimeException e) {
    failure = e instanceof LogFailure ? String.valueOf(e.getMessage()) : e.toString();
    if (System.nanoTime() - warnAt >= 0) {
      warnAt = System.nanoTime() + BETWEEN_WARNINGS.toNanos();
      LOG.warn("{}; it is tried again", failure);
    }
  }
}
