// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route;

import dev.wheelhouse.gateway.answer.ChatSink;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.limit.GatewayTimers;
import dev.wheelhouse.gateway.timer.Rounds;
import dev.wheelhouse.gateway.upstream.CallScope;
import dev.wheelhouse.gateway.upstream.CancelReason;
import dev.wheelhouse.gateway.upstream.Timer;
import java.time.Duration;

/**
 * Watches one request: cancels the upstream when a timer runs out or the client does not read, and
 * gives the client signs of life. It looks only when something can be due, on the timer thread.
 */
final class StreamWatch implements AutoCloseable {
  private final ChatSink sink;
  private final CallScope scope;
  private final GatewayTimers limits;
  private final boolean whole;
  private final int attempt;
  private final Runnable onStall;
  private volatile long attemptStart = System.nanoTime();
  private volatile boolean asking;
  private volatile boolean content;
  private volatile boolean done;
  private final Rounds.Watch watch;

  /**
   * Starts watching.
   *
   * @param client its {@code abort} closes the connection of a client that does not read
   * @param whole whether the answer comes in one piece, so that only its whole time can be bounded
   */
  StreamWatch(ChatRelay.Client client, GatewayTimers limits, Rounds rounds, boolean whole) {
    this.sink = client.sink();
    this.scope = client.scope();
    this.attempt = scope.attempt();
    this.onStall = client.abort();
    this.limits = limits;
    this.whole = whole;
    this.watch = rounds.watch(this::look);
  }

  /** A new attempt starts: its timers start anew. */
  void attemptStarted() {
    content = false;
    attemptStart = System.nanoTime();
    asking = true;
  }

  /** The attempt is over: until the next one the upstream is waited for by nobody. */
  void attemptEnded() {
    asking = false;
  }

  /** The first token is there. */
  void contentSeen() {
    content = true;
  }

  @Override
  public void close() {
    done = true;
    watch.close();
  }

  private long look() {
    return done ? limits.heartbeat().toNanos() : Math.min(checkUpstream(), checkClient());
  }

  /** Returns the nanoseconds until the next timer can run out. */
  private long checkUpstream() {
    if (scope.isConnecting()) {
      // a little more than the client's own, which covers only the TCP part
      return check(Timer.CONNECT, limits.connect().multipliedBy(2), scope.waitingNanos());
    }
    if (!content) {
      Timer timer = whole ? Timer.WHOLE_ANSWER : Timer.FIRST_TOKEN;
      Duration limit = whole ? limits.wholeAnswer() : limits.firstToken();
      long start = attemptStart;
      // an attempt may start at any moment
      long left = asking ? check(timer, limit, System.nanoTime() - start) : limit.toNanos();
      // by then it may be connecting, or have begun and be idle
      return Math.min(left, Math.min(limits.connect().toNanos(), limits.idle().toNanos()));
    }
    return check(Timer.IDLE, limits.idle(), scope.waitingNanos());
  }

  private long check(Timer timer, Duration limit, long elapsed) {
    long left = limit.toNanos() - elapsed;
    if (left <= 0) {
      scope.cancelAttempt(attempt, new CancelReason.TimedOut(timer, limit));
      return limits.heartbeat().toNanos();
    }
    return left;
  }

  private long checkClient() {
    long blocked = sink.blockedNanos();
    if (blocked > limits.clientStall().toNanos()) {
      scope.cancel(new CancelReason.ClientStalled());
      onStall.run();
      return limits.clientStall().toNanos();
    }
    long silent = sink.silentNanos();
    long heartbeat = limits.heartbeat().toNanos();
    if (silent >= heartbeat) {
      // a write may block, which the timer thread must not
      Thread.ofVirtual().name("gateway-heartbeat").start(this::beat);
      return heartbeat;
    }
    return Math.min(heartbeat - silent, limits.clientStall().toNanos() - blocked);
  }

  private void beat() {
    try {
      sink.heartbeat();
    } catch (ClientGone e) {
      scope.cancel(new CancelReason.ClientLeft());
    }
  }
}
