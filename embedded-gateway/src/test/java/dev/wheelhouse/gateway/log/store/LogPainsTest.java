// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.log.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wheelhouse.gateway.log.Feedback;
import dev.wheelhouse.gateway.log.LogBucket;
import dev.wheelhouse.gateway.log.LogDetail;
import dev.wheelhouse.gateway.log.LogEntry;
import dev.wheelhouse.gateway.log.LogFailure;
import dev.wheelhouse.gateway.log.LogQuery;
import dev.wheelhouse.gateway.log.LogRecord;
import dev.wheelhouse.gateway.log.ParameterOutcome;
import dev.wheelhouse.gateway.log.RequestLog;
import dev.wheelhouse.gateway.log.Retention;
import dev.wheelhouse.gateway.log.UpstreamOutcome;
import dev.wheelhouse.testing.Wait;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users of other gateways suffer from in logs. */
class LogPainsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Clock CLOCK = Clock.fixed(LogContract.START, ZoneOffset.UTC);

  @TempDir private Path folder;

  @Test
  void pain1MemoryGrowsUntilTheProcessDies() {
    Script store = new Script();
    store.open = new CountDownLatch(1); // it hangs, as a disk can
    LongAdder dropped = new LongAdder();
    int offered = 3 * LogWriter.QUEUE;
    try (LogWriter writer = new LogWriter(store, Retention.DEFAULT, CLOCK, dropped)) {
      for (int i = 0; i < offered; i++) {
        writer.offer(record(i));
      }
      assertThat(writer.queued()).isLessThanOrEqualTo(LogWriter.QUEUE);
      assertThat(dropped.sum()).isGreaterThanOrEqualTo(offered - LogWriter.QUEUE - LogWriter.BATCH);
      store.open.countDown();
      Wait.until("the rest is written", () -> writer.queued() == 0, PATIENCE);
      Wait.until("the newest is there", () -> store.has(record(offered - 1)), PATIENCE);
      assertThat(store.written.size() + dropped.sum()).isEqualTo(offered);
    }
  }

  @Test
  void pain2TheCleanupItselfBringsTheStoreDown() {
    Script store = new Script();
    store.open = new CountDownLatch(1);
    try (LogWriter writer = new LogWriter(store, Retention.DEFAULT, CLOCK, new LongAdder())) {
      for (int i = 0; i < 5 * LogWriter.BATCH; i++) {
        writer.offer(record(i));
      }
      store.old.set(50 * LogWriter.BATCH);
      store.open.countDown();
      Wait.until("all is written", () -> store.written.size() == 5 * LogWriter.BATCH, PATIENCE);
      Wait.until("all old ones are gone", () -> store.old.get() == 0, PATIENCE);
    }
    assertThat(store.largestTrim).isLessThanOrEqualTo(2 * LogWriter.BATCH);
    // never two steps of cleaning while entries wait
    String order = String.join("", store.order);
    assertThat(order.substring(0, order.lastIndexOf('w'))).doesNotContain("tt");
  }

  @Test
  void pain3TheDatabaseGrowsWithoutBound() {
    Retention bound = new Retention(512 << 10, Duration.ofDays(3650));
    SqliteLog store = SqliteLog.at(folder.resolve("requests.db"));
    String text = "word ".repeat(200);
    try (LogWriter writer = new LogWriter(store, bound, CLOCK, new LongAdder())) {
      for (int i = 0; i < 8000; i++) {
        writer.offer(new LogRecord(LogContract.entry(i, "completed", 0.7, 1L), text, text));
      }
      // 20 MB were written; the file is far below, even with its journal of up to 4 MiB
      Wait.until(
          "the file is small again",
          () -> writer.queued() == 0 && store.bytes() < (8 << 20),
          PATIENCE);
      Wait.until("few entries are left", () -> store.entries() < 600, PATIENCE);
      assertThat(store.entries()).isPositive();
    }
  }

  @Test
  void aStoreThatFailsForAWhileLosesNothingThatFits() {
    Script store = new Script();
    store.broken.set(true);
    LongAdder dropped = new LongAdder();
    try (LogWriter writer = new LogWriter(store, Retention.DEFAULT, CLOCK, dropped)) {
      for (int i = 0; i < 1000; i++) {
        writer.offer(record(i));
      }
      Wait.until("it was tried", () -> store.failures.sum() > 0, PATIENCE);
      store.broken.set(false);
      Wait.until("all is written", () -> store.written.size() == 1000, PATIENCE);
    }
    assertThat(dropped.sum()).isZero();
  }

  @Test
  void anErrorThatNobodyForesawCostsOneEntryAndNotTheLog() {
    Script store = new Script();
    store.poison = record(3);
    store.open = new CountDownLatch(1);
    LongAdder dropped = new LongAdder();
    try (LogWriter writer = new LogWriter(store, Retention.DEFAULT, CLOCK, dropped)) {
      for (int i = 0; i < 10; i++) {
        writer.offer(record(i));
      }
      store.open.countDown();
      Wait.until("the others are written", () -> store.written.size() == 9, PATIENCE);
      assertThat(dropped.sum()).isEqualTo(1);
      store.spoiltTrim = true;
      Wait.until("cleaning fails", () -> !writer.failure().isEmpty(), PATIENCE);
      store.spoiltTrim = false;
      writer.offer(record(10));
      Wait.until("it goes on", () -> store.has(record(10)), PATIENCE);
      Wait.until("and says so", () -> writer.failure().isEmpty(), PATIENCE);
    }
    assertThat(store.written).doesNotContain(record(3)).doesNotHaveDuplicates();
  }

  private static LogRecord record(int number) {
    return new LogRecord(LogContract.entry(number, "completed", null, null), "", "");
  }

  /** A store that a test holds up, breaks, and looks into. */
  private static final class Script implements RequestLog {
    private final List<LogRecord> written = Collections.synchronizedList(new ArrayList<>());
    private final List<String> order = Collections.synchronizedList(new ArrayList<>());
    private final AtomicBoolean broken = new AtomicBoolean();
    private final LongAdder failures = new LongAdder();
    private volatile CountDownLatch open = new CountDownLatch(0);
    private final AtomicInteger old = new AtomicInteger();
    private volatile int largestTrim;
    private volatile @Nullable LogRecord poison;
    private volatile boolean spoiltTrim;

    boolean has(LogRecord record) {
      return written.contains(record);
    }

    @Override
    public String kind() {
      return "script";
    }

    @Override
    public void write(List<LogRecord> records) {
      try {
        open.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (broken.get()) {
        failures.increment();
        throw new LogFailure("broken for the test", new IllegalStateException("broken"));
      }
      if (records.contains(poison)) {
        throw new IllegalStateException("nobody foresaw this");
      }
      order.add("w");
      written.addAll(records);
    }

    @Override
    public int trim(Retention retention, Instant now, int batch) {
      if (spoiltTrim) {
        throw new IllegalStateException("nobody foresaw this either");
      }
      int removed = Math.min(old.get(), batch);
      old.addAndGet(-removed);
      largestTrim = Math.max(largestTrim, removed);
      if (removed > 0) {
        order.add("t");
      }
      return removed;
    }

    @Override
    public void clear() {
      written.clear();
    }

    @Override
    public List<LogEntry> find(LogQuery query) {
      return List.of();
    }

    @Override
    public void each(LogQuery query, long most, Consumer<LogEntry> to) {}

    @Override
    public Optional<LogDetail> detail(String id) {
      return Optional.empty();
    }

    @Override
    public List<LogBucket> buckets(LogQuery query, Duration span) {
      return List.of();
    }

    @Override
    public List<ParameterOutcome> parameters(LogQuery query) {
      return List.of();
    }

    @Override
    public List<UpstreamOutcome> upstreams(LogQuery query) {
      return List.of();
    }

    @Override
    public boolean rate(Feedback feedback) {
      return false;
    }

    @Override
    public long entries() {
      return written.size();
    }

    @Override
    public long bytes() {
      return 0;
    }

    @Override
    public String notice() {
      return "";
    }

    @Override
    public void close() {}
  }
}
