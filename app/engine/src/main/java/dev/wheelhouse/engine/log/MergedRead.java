// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.log;

import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.docker.LogRequest;
import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.problem.EngineProblem.EngineSilent;
import dev.wheelhouse.engine.problem.EngineProblem.NotFound;
import dev.wheelhouse.engine.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is there of several logs at once and merges it by time. Holds about a thousand lines
 * of each, however long the logs are.
 */
final class MergedRead implements AutoCloseable {
  private static final int AHEAD = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final LogLine END =
      new LogLine(-1, Instant.MAX, "", LogLine.Level.UNKNOWN, "end of this log");

  private final List<Source> sources = new ArrayList<>();
  private volatile boolean closed;

  /** Opens the logs; a container that is gone meanwhile is left out. */
  static MergedRead open(
      Docker docker, List<LogContainer> containers, LogQuery query, LineFilter filter) {
    MergedRead read = new MergedRead();
    try {
      for (LogContainer container : containers) {
        read.add(docker, container, query, filter);
      }
      return read;
    } catch (RuntimeException e) {
      read.close();
      throw e;
    }
  }

  /**
   * Hands over every line, oldest first.
   *
   * @throws ProblemException {@code EngineSilent} when the engine stops in the middle
   */
  void each(JobControl control, Consumer<LogLine> sink) {
    PriorityQueue<Source> next = new PriorityQueue<>(Comparator.comparing(Source::headTime));
    for (Source source : sources) {
      if (source.advance(control)) {
        next.add(source);
      }
    }
    long number = 1;
    while (!next.isEmpty()) {
      control.checkCancelled();
      Source source = next.remove();
      LogLine line = source.head();
      sink.accept(new LogLine(number++, line.at(), line.service(), line.level(), line.text()));
      if (source.advance(control)) {
        next.add(source);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    sources.forEach(Source::close);
  }

  private void add(Docker docker, LogContainer container, LogQuery query, LineFilter filter) {
    Source source = new Source();
    LineMaker maker = new LineMaker(container.service(), filter, Instant.MIN, source::put);
    LogRequest request = new LogRequest(false, query.tail(), query.since());
    try {
      source.subscription =
          docker.logs(
              container.id(),
              request,
              raw -> {
                source.count();
                maker.accept(raw);
              },
              () -> source.put(END));
      sources.add(source);
    } catch (ProblemException e) {
      if (!(e.problem() instanceof NotFound)) {
        throw e;
      }
    }
  }

  /** One log; its stream waits while the merge is busy with others. */
  private final class Source {
    private final BlockingQueue<LogLine> lines = new ArrayBlockingQueue<>(AHEAD);
    private @Nullable Subscription subscription;
    private volatile long read;
    private LogLine head = END;

    LogLine head() {
      return head;
    }

    Instant headTime() {
      return head.at();
    }

    /** Called by the one thread of the stream. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void count() {
      read++;
    }

    void put(LogLine line) {
      try {
        // a full queue is normal: the merge takes the oldest line of all first
        boolean taken = false;
        while (!taken && !closed) {
          taken = lines.offer(line, 1, TimeUnit.SECONDS);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** Whether there is another line; waits for it as long as the log makes progress. */
    boolean advance(JobControl control) {
      long before = -1;
      long quietSince = System.nanoTime();
      try {
        while (true) {
          control.checkCancelled();
          LogLine next = lines.poll(1, TimeUnit.SECONDS);
          if (next != null) {
            head = next;
            return next.number() >= 0;
          }
          // lines that the filter holds back are progress too
          if (read != before) {
            before = read;
            quietSince = System.nanoTime();
          } else if (System.nanoTime() - quietSince > PATIENCE.toNanos()) {
            throw new ProblemException(new EngineSilent("read the log", PATIENCE));
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    void close() {
      Subscription open = subscription;
      if (open != null) {
        open.close();
      }
    }
  }
}
