// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.log;

import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.docker.DockerConnection;
import dev.wheelhouse.engine.docker.LogRequest;
import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.stack.StackId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a stack's containers. One thread looks which containers there are and keeps a stream open
 * for each; where a stream ends, the next one begins after the last line that was seen. Another
 * thread hands the lines on in batches.
 */
final class Follow implements Subscription {
  private static final Logger log = LoggerFactory.getLogger(Follow.class);
  private static final Duration ROUND = Duration.ofSeconds(2);
  private static final Duration AFTER_END = Duration.ofMillis(200);
  private static final Duration GATHER = Duration.ofMillis(50);
  private static final Duration FIRST_QUIET = Duration.ofMillis(150);
  private static final Duration FIRST_LIMIT = Duration.ofMillis(1_500);

  private final DockerConnection connection;
  private final StackId stack;
  private final LogQuery query;
  private final LineFilter filter;
  private final LineQueue queue = new LineQueue();
  private final Map<String, Stream> streams = new HashMap<>();
  private final Semaphore hints = new Semaphore(0);
  private final Thread watcher;
  private final Thread deliverer;
  private volatile boolean closed;
  private boolean begun;

  Follow(
      DockerConnection connection,
      StackId stack,
      LogQuery query,
      LineFilter filter,
      Consumer<List<LogLine>> listener) {
    this.connection = connection;
    this.stack = stack;
    this.query = query;
    this.filter = filter;
    this.watcher = Thread.ofVirtual().name("logs-watch").unstarted(this::watch);
    this.deliverer = Thread.ofVirtual().name("logs-deliver").unstarted(() -> deliver(listener));
  }

  Follow start() {
    watcher.start();
    deliverer.start();
    return this;
  }

  @Override
  public void close() {
    closed = true;
    watcher.interrupt();
    deliverer.interrupt();
  }

  private void watch() {
    try {
      while (!closed) {
        look();
        if (hints.tryAcquire(ROUND.toMillis(), TimeUnit.MILLISECONDS)) {
          // a container that ended is about to start again, or to be gone
          Thread.sleep(AFTER_END);
          hints.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      streams.values().forEach(Stream::close);
    }
  }

  private void look() {
    try {
      Docker docker = connection.docker();
      Set<String> present = new HashSet<>();
      for (LogContainer container : LogContainer.of(docker, stack, query.services())) {
        present.add(container.id());
        attach(docker, container);
      }
      streams.entrySet().removeIf(entry -> gone(entry, present));
      begun = true;
    } catch (ProblemException e) {
      log.debug("logs of {} wait for the engine: {}", stack, e.getMessage());
    }
  }

  private static boolean gone(Map.Entry<String, Stream> entry, Set<String> present) {
    if (present.contains(entry.getKey())) {
      return false;
    }
    entry.getValue().close();
    return true;
  }

  private void attach(Docker docker, LogContainer container) {
    Stream stream = streams.get(container.id());
    if (stream == null) {
      stream = new Stream(container);
      // what is there at the beginning is limited by the query; what comes later is all new
      LogRequest request =
          new LogRequest(container.running(), begun ? -1 : query.tail(), query.since());
      if (open(docker, stream, request)) {
        streams.put(container.id(), stream);
      }
    } else if (stream.ended && container.running()) {
      Instant since = stream.maker.lastAt();
      open(docker, stream, new LogRequest(true, -1, since.equals(Instant.MIN) ? null : since));
    }
  }

  private boolean open(Docker docker, Stream stream, LogRequest request) {
    stream.ended = false;
    try {
      stream.subscription =
          docker.logs(stream.id, request, stream.maker, () -> streamEnded(stream));
      return true;
    } catch (ProblemException e) {
      stream.ended = true;
      log.debug("no log of {}: {}", stream.id, e.getMessage());
      return false;
    }
  }

  private void streamEnded(Stream stream) {
    stream.ended = true;
    hints.release();
  }

  private void deliver(Consumer<List<LogLine>> listener) {
    try {
      boolean first = true;
      while (!closed) {
        if (!queue.await(ROUND)) {
          continue;
        }
        if (first) {
          // the last lines of all services come together, in one order
          queue.settle(FIRST_QUIET, FIRST_LIMIT);
          first = false;
        } else {
          Thread.sleep(GATHER);
        }
        hand(listener);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void hand(Consumer<List<LogLine>> listener) {
    try {
      listener.accept(queue.take());
    } catch (RuntimeException e) {
      // a listener that fails once must not end the log
      log.error("A listener of logs failed", e);
    }
  }

  /** One container and the stream that is open for it. */
  private final class Stream {
    private final String id;
    private final LineMaker maker;
    private volatile boolean ended;
    private @Nullable Subscription subscription;

    Stream(LogContainer container) {
      this.id = container.id();
      this.maker =
          new LineMaker(
              container.service(),
              filter,
              Instant.MIN,
              line -> {
                if (!closed) {
                  queue.put(line);
                }
              });
    }

    void close() {
      Subscription open = subscription;
      if (open != null) {
        open.close();
      }
    }
  }
}
