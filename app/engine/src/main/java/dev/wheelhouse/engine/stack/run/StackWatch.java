// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.run;

import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.docker.DockerConnection;
import dev.wheelhouse.engine.docker.DockerEvent;
import dev.wheelhouse.engine.event.Subscription;
import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.stack.plan.Labels;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the boards true. The truth is what list and inspect say; it is asked for when the engine
 * appears, when events hint at a change, when the event stream ends in any way, and every ten
 * seconds besides. The stream is opened before the list is asked for, so that nothing falls between
 * the two.
 */
final class StackWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StackWatch.class);
  private static final Duration ROUND = Duration.ofSeconds(10);

  /** Events come in bunches; one look serves the whole bunch. */
  private static final Duration BUNCH = Duration.ofMillis(40);

  /** A new stream begins a little before the old one ended. */
  private static final Duration OVERLAP = Duration.ofSeconds(5);

  /** How long closing waits for a look that is under way. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final DockerConnection connection;
  private final Runnable reconcile;
  private final Hints hints;
  private final Clock clock;
  private final Semaphore wanted = new Semaphore(1);
  private final Subscription states;
  private final Thread thread;
  private volatile boolean closed;
  private volatile boolean streamOpen;
  private volatile Instant lastEvent;
  private @Nullable Docker streamOf;
  private @Nullable Subscription stream;

  /**
   * @param reconcile asks the engine and updates every board
   */
  StackWatch(DockerConnection connection, Runnable reconcile, Hints hints, Clock clock) {
    this.connection = connection;
    this.reconcile = reconcile;
    this.hints = hints;
    this.clock = clock;
    this.lastEvent = clock.instant();
    this.thread = Thread.ofVirtual().name("stack-watch").start(this::run);
    this.states = connection.events().subscribe(state -> look());
  }

  /** Asks for a look soon. */
  void look() {
    wanted.release();
    hints.signal();
  }

  private void run() {
    try {
      while (!closed) {
        boolean hinted = wanted.tryAcquire(ROUND.toMillis(), TimeUnit.MILLISECONDS);
        if (hinted) {
          Thread.sleep(BUNCH);
        }
        wanted.drainPermits();
        round();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      closeStream();
    }
  }

  private void round() {
    try {
      if (connection.state() instanceof DockerConnection.State.Connected) {
        openStream(connection.docker());
      }
      reconcile.run();
    } catch (ProblemException e) {
      log.debug("The engine could not be asked: {}", e.problem().cause());
    } catch (RuntimeException e) {
      log.error("Looking at the stacks failed", e);
    }
  }

  private void openStream(Docker docker) {
    if (streamOpen && docker.equals(streamOf)) {
      return;
    }
    closeStream();
    streamOpen = true;
    streamOf = docker;
    try {
      stream = docker.events(lastEvent.minus(OVERLAP), this::event, this::ended);
    } catch (ProblemException e) {
      streamOpen = false;
      throw e;
    }
  }

  private void event(DockerEvent event) {
    lastEvent = event.at().isAfter(lastEvent) ? event.at() : lastEvent;
    if (event.labels().containsKey(Labels.PROJECT)) {
      look();
    }
  }

  /** Also a clean end needs a look: nobody tells what happened since. */
  private void ended() {
    streamOpen = false;
    lastEvent = clock.instant();
    if (!closed) {
      look();
    }
  }

  private void closeStream() {
    Subscription old = stream;
    stream = null;
    if (old != null) {
      old.close();
    }
  }

  @Override
  public void close() {
    closed = true;
    states.close();
    thread.interrupt();
    try {
      thread.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
