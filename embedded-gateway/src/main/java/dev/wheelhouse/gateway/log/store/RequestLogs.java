// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.log.store;

import dev.wheelhouse.gateway.log.Feedback;
import dev.wheelhouse.gateway.log.LogBucket;
import dev.wheelhouse.gateway.log.LogConfig;
import dev.wheelhouse.gateway.log.LogDetail;
import dev.wheelhouse.gateway.log.LogEntry;
import dev.wheelhouse.gateway.log.LogFailure;
import dev.wheelhouse.gateway.log.LogQuery;
import dev.wheelhouse.gateway.log.LogRecords;
import dev.wheelhouse.gateway.log.LogSize;
import dev.wheelhouse.gateway.log.OwnToken;
import dev.wheelhouse.gateway.log.ParameterOutcome;
import dev.wheelhouse.gateway.log.RequestLog;
import dev.wheelhouse.gateway.log.UpstreamOutcome;
import dev.wheelhouse.gateway.secret.Secret;
import dev.wheelhouse.gateway.telemetry.RequestObserver;
import dev.wheelhouse.gateway.telemetry.RequestScope;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The log of requests as the gateway and the window use it: turned on, changed and off while
 * requests run. Questions first wait a moment for what is queued; without a log they find nothing.
 * They throw {@link LogFailure} when the store does not work. Thread-safe.
 */
public final class RequestLogs implements RequestObserver, AutoCloseable {
  private static final Duration FOR_A_QUESTION = Duration.ofSeconds(2);
  private static final Duration FOR_A_CHANGE = Duration.ofSeconds(30);

  private final Clock clock;
  private final OwnToken own;
  private final LongAdder dropped = new LongAdder();
  private final ReentrantLock changing = new ReentrantLock();
  private volatile @Nullable Running running;
  private volatile String refused = "";

  /** A log in use. */
  private record Running(LogConfig config, RequestLog log, LogWriter writer) {}

  /** No log yet; the gateway's own token never gets into one. */
  public RequestLogs(Clock clock, Secret own) {
    this.clock = clock;
    this.own = new OwnToken(own);
  }

  /**
   * Logs so from now on. Bounds and content change at once; another store begins empty or with what
   * it has.
   *
   * @throws LogFailure when the store cannot be opened; then the one before stays
   */
  public void configure(LogConfig config) {
    changing.lock();
    try {
      Running before = running;
      if (before != null && before.config.store().equals(config.store())) {
        before.writer.retention(config.retention());
        running = new Running(config, before.log, before.writer);
        refused = "";
        return;
      }
      running = openOrTell(config, before != null);
      if (before != null) {
        before.writer.close();
      }
    } finally {
      changing.unlock();
    }
  }

  private @Nullable Running openOrTell(LogConfig config, boolean another) {
    try {
      Running opened = open(config);
      refused = "";
      return opened;
    } catch (LogFailure e) {
      String then = another ? "The log goes on as it was." : "Requests are not logged.";
      refused = e.getMessage() + ". " + then;
      throw e;
    }
  }

  private @Nullable Running open(LogConfig config) {
    RequestLog log =
        switch (config.store()) {
          case LogConfig.Store.Off _ -> null;
          case LogConfig.Store.Sqlite sqlite -> SqliteLog.at(sqlite.file());
          case LogConfig.Store.Postgres postgres -> PostgresLog.at(postgres.url());
        };
    return log == null
        ? null
        : new Running(
            config, log, new LogWriter(log, config.retention(), clock, dropped, own::scrub));
  }

  /** How requests are logged now. */
  public LogConfig config() {
    Running now = running;
    return now == null ? LogConfig.OFF : now.config;
  }

  @Override
  public void started(RequestScope scope) {
    Running now = running;
    if (now != null) {
      scope.capture(now.config.contentBytes());
    }
  }

  @Override
  public void ended(RequestScope scope) {
    Running now = running;
    if (now != null) {
      now.writer.offer(LogRecords.of(scope));
    }
  }

  /** The entries, newest first. */
  public List<LogEntry> find(LogQuery query) {
    return ask(log -> log.find(query), List.of());
  }

  /** Everything about one request. */
  public Optional<LogDetail> detail(String id) {
    return ask(log -> log.detail(id), Optional.empty());
  }

  /** The requests by spans of this length, oldest first. */
  public List<LogBucket> buckets(LogQuery query, Duration span) {
    return ask(log -> log.buckets(query, span), List.of());
  }

  /** What models and temperatures led to, most used first. */
  public List<ParameterOutcome> parameters(LogQuery query) {
    return ask(log -> log.parameters(query), List.of());
  }

  /** What upstreams led to, most used first. */
  public List<UpstreamOutcome> upstreams(LogQuery query) {
    return ask(log -> log.upstreams(query), List.of());
  }

  /** Keeps what a user said; returns false when there is no such request. */
  public boolean rate(Feedback feedback) {
    return ask(log -> log.rate(own.scrub(feedback)), false);
  }

  /** Hands over every entry, oldest first, bit by bit. */
  public void each(LogQuery query, Consumer<LogEntry> to) {
    each(query, Long.MAX_VALUE, to);
  }

  /** Hands over the newest entries, as many as {@code most}, the oldest of them first. */
  public void each(LogQuery query, long most, Consumer<LogEntry> to) {
    ask(
        log -> {
          log.each(query, most, to);
          return true;
        },
        true);
  }

  /** How large it is. */
  public LogSize size() {
    return ask(
        log -> new LogSize(log.kind(), log.entries(), log.bytes(), queued(), dropped()),
        LogSize.OFF);
  }

  /** What its owner should know: that it is off against his will, fails, or had to begin anew. */
  public List<String> notices() {
    Running now = running;
    List<String> notices = new ArrayList<>();
    notices.add(refused);
    if (now != null) {
      String failure = now.writer.failure();
      notices.add(failure.isEmpty() ? "" : failure + ". It is tried again.");
      notices.add(now.log.notice());
    }
    notices.removeIf(String::isEmpty);
    return List.copyOf(notices);
  }

  /** Whether requests are not logged as they should be, now. */
  public boolean failing() {
    Running now = running;
    return !refused.isEmpty() || (now != null && !now.writer.failure().isEmpty());
  }

  /** Removes everything, and gives the space back. */
  public void clear() {
    Running now = running;
    if (now != null) {
      now.writer.run(now.log::clear, FOR_A_CHANGE);
    }
  }

  /** Entries that are not written yet. */
  public int queued() {
    Running now = running;
    return now == null ? 0 : now.writer.queued();
  }

  /** Entries that were not written, as the store was too slow. */
  public long dropped() {
    return dropped.sum();
  }

  /** Writes what is queued, and ends. */
  @Override
  public void close() {
    configure(LogConfig.OFF);
  }

  private <T> T ask(Function<RequestLog, T> question, T without) {
    Running now = running;
    if (now == null) {
      return without;
    }
    now.writer.run(() -> {}, FOR_A_QUESTION);
    return question.apply(now.log);
  }
}
