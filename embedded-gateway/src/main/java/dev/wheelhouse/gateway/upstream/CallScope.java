// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.upstream;

import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.failure.FailureKind;
import dev.wheelhouse.gateway.secret.Secret;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One request's hold on its upstream: it can be cancelled from any thread, once, for one reason;
 * and it knows how long the gateway has been waiting. A cancel after the end has no effect.
 */
public final class CallScope {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable Runnable cancelCall;
  private @Nullable CancelReason reason;
  private boolean closed;
  private int attempt;

  private volatile long waitingSince;
  private volatile boolean connecting;
  private long waitedNanos;
  private Runnable beforeWaiting = () -> {};
  private Secret key = Secret.none();

  /** Ends the call; the first reason stays. Returns whether this call was the one that did it. */
  public boolean cancel(CancelReason why) {
    return cancel(why, -1);
  }

  /** The same, but only if this attempt still is the present one. */
  public boolean cancelAttempt(int number, CancelReason why) {
    return cancel(why, number);
  }

  private boolean cancel(CancelReason why, int number) {
    Runnable action;
    lock.lock();
    try {
      if (closed || reason != null || (number >= 0 && number != attempt)) {
        return false;
      }
      reason = why;
      action = cancelCall;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (action != null) {
      action.run();
    }
    return true;
  }

  /** The number of the present attempt. */
  public int attempt() {
    lock.lock();
    try {
      return attempt;
    } finally {
      lock.unlock();
    }
  }

  /** Another upstream is asked: a timer that ran out for the last one ends nothing any more. */
  public void nextAttempt() {
    lock.lock();
    try {
      attempt++;
      cancelCall = null;
      if (reason instanceof CancelReason.TimedOut || reason instanceof CancelReason.TooSlow) {
        reason = null;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Names what ends the present call; runs it at once when the scope is cancelled already. */
  public void attach(Runnable cancel) {
    boolean late;
    lock.lock();
    try {
      cancelCall = cancel;
      late = reason != null;
    } finally {
      lock.unlock();
    }
    if (late) {
      cancel.run();
    }
  }

  /** The request is over: later cancels do nothing. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      cancelCall = null;
    } finally {
      lock.unlock();
    }
  }

  /** Throws what a cancelled call means for the client; returns when it was not cancelled. */
  public void throwIfCancelled(String upstream) throws ApiFailure, ClientGone {
    CancelReason why;
    lock.lock();
    try {
      why = reason;
    } finally {
      lock.unlock();
    }
    switch (why) {
      case null -> {}
      case CancelReason.ClientLeft _, CancelReason.ClientStalled _ -> throw new ClientGone();
      case CancelReason.TimedOut timedOut -> throw timeout(upstream, timedOut);
      case CancelReason.TooSlow tooSlow -> throw tooSlow.failure(upstream);
      case CancelReason.Stopping _ ->
          throw ApiFailure.of(
              FailureKind.SHUTTING_DOWN, "The gateway is stopping.", "Try again when it runs.");
    }
  }

  /** Sleeps between two attempts; a cancel wakes it. */
  public void pause(Duration time, String upstream) throws ApiFailure, ClientGone {
    long left = time.toNanos();
    lock.lock();
    try {
      while (left > 0 && reason == null) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClientGone();
    } finally {
      lock.unlock();
    }
    throwIfCancelled(upstream);
  }

  /** The key that the next call sends, where the upstream has several. */
  public void key(Secret next) {
    key = next;
  }

  /** The key that was chosen for this call; {@link Secret#none()} when none was. */
  Secret key() {
    return key;
  }

  /** Names what is to be done before the gateway waits for the upstream. */
  public void beforeWaiting(Runnable action) {
    beforeWaiting = action;
  }

  /** From now on the gateway waits for the upstream. */
  public void waiting() {
    beforeWaiting.run();
    waitingSince = System.nanoTime() | 1; // never 0, which means "not waiting"
  }

  /** The upstream answered something; the wait is added up. */
  public void received() {
    long since = waitingSince;
    if (since != 0) {
      waitedNanos += System.nanoTime() - since;
      waitingSince = 0;
    }
  }

  /** Marks the part of the wait in which a connection is made. */
  public void connecting(boolean now) {
    connecting = now;
  }

  /** Whether a connection is being made. */
  public boolean isConnecting() {
    return connecting;
  }

  /** How long the present wait has lasted, in nanoseconds; 0 when the gateway does not wait. */
  public long waitingNanos() {
    long since = waitingSince;
    return since == 0 ? 0 : System.nanoTime() - since;
  }

  /** All time that this request spent waiting, in nanoseconds. Read by the request's own thread. */
  public long waitedNanos() {
    return waitedNanos;
  }

  private static ApiFailure timeout(String upstream, CancelReason.TimedOut timedOut) {
    return ApiFailure.of(
        FailureKind.UPSTREAM_TIMEOUT,
        "The %s timer ran out: upstream %s was silent for %d s."
            .formatted(
                timedOut.timer().label(),
                upstream,
                TimeUnit.MILLISECONDS.toSeconds(timedOut.after().toMillis() + 500)),
        "Look whether it is overloaded or loading a model, or raise this timer.");
  }
}
