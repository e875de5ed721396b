// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.health;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What was seen of one model of one upstream, whoever asked for it. Reading takes no lock; writing
 * takes one for a few additions, after the client has its answer.
 */
public final class TargetHealth {
  private final Gate gate = new Gate();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private Window accuracy = new Window(Averages.START.accuracy());
  private Window latency = new Window(Averages.START.latency());
  private Window availability = new Window(Averages.START.availability());
  private Window cost = new Window(Averages.START.cost());
  private long attempts;
  private int consecutiveFailures;
  private volatile Averages averages = Averages.START;
  private volatile long lastAttempt = Long.MIN_VALUE;
  private volatile boolean loaded;

  /** Its breaker. */
  public Gate gate() {
    return gate;
  }

  /** The averages now. */
  public Averages averages() {
    return averages;
  }

  /** Attempts under way. */
  public int inFlight() {
    return inFlight.get();
  }

  /** A number that grows with each attempt anywhere; the smallest one waits longest. */
  public long lastAttempt() {
    return lastAttempt;
  }

  /** Whether the model is in the memory of its upstream. */
  public boolean loaded() {
    return loaded;
  }

  /** Tells whether the model is in memory. */
  public void loaded(boolean now) {
    loaded = now;
  }

  /** An attempt starts, as the {@code number}th of all. */
  public void started(long number) {
    lastAttempt = number;
    inFlight.incrementAndGet();
  }

  /** An attempt is over, however; always follows {@link #started}. */
  public void ended() {
    inFlight.decrementAndGet();
  }

  /** It gave a whole answer. */
  public void answered(double seconds, double price) {
    lock.lock();
    try {
      consecutiveFailures = 0;
      latency.add(seconds);
      cost.add(price);
      add(1, 1);
    } finally {
      lock.unlock();
    }
  }

  /** It failed; {@code reached} when it worked, but its answer was no good. */
  public void failed(boolean reached) {
    lock.lock();
    try {
      consecutiveFailures++;
      add(0, reached ? 1 : 0);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets everything, as if it were new; attempts under way stay counted. */
  public void reset() {
    lock.lock();
    try {
      accuracy = new Window(Averages.START.accuracy());
      latency = new Window(Averages.START.latency());
      availability = new Window(Averages.START.availability());
      cost = new Window(Averages.START.cost());
      attempts = 0;
      consecutiveFailures = 0;
      averages = Averages.START;
      gate.reset();
    } finally {
      lock.unlock();
    }
  }

  /** Attempts since the start or the last reset. */
  public long attempts() {
    lock.lock();
    try {
      return attempts;
    } finally {
      lock.unlock();
    }
  }

  /** Failures since the last answer. */
  public int consecutiveFailures() {
    lock.lock();
    try {
      return consecutiveFailures;
    } finally {
      lock.unlock();
    }
  }

  private void add(double whole, double available) {
    attempts++;
    accuracy.add(whole);
    availability.add(available);
    averages =
        new Averages(
            accuracy.count(),
            accuracy.average(),
            latency.average(),
            availability.average(),
            cost.average());
  }
}
