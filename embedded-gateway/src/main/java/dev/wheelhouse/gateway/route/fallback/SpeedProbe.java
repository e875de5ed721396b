// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.fallback;

import dev.wheelhouse.gateway.answer.ChatEvent;
import dev.wheelhouse.gateway.answer.Frame;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.route.pool.ThroughputGuard;
import dev.wheelhouse.gateway.timer.Timers;
import dev.wheelhouse.gateway.upstream.CallScope;
import dev.wheelhouse.gateway.upstream.CancelReason;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches how fast the start of one stream runs while the client sees nothing of it. It is shown as
 * soon as it has as many characters as it needs until the window's end; when it has not, the
 * attempt is ended. Frames come from the request's own thread, the end of the window from the timer
 * thread, and whichever decides first has decided.
 */
public final class SpeedProbe implements AutoCloseable {
  private static final int ENOUGH_CHARS = 256;
  private static final int MAX_FRAMES = 512;
  private static final int MAX_BYTES = 1 << 20;

  private final ThroughputGuard guard;
  private final CallScope scope;
  private final int attempt;
  private final Timers timers;
  private final LongSupplier nanos;
  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
  private volatile long start;
  private volatile @Nullable Future<?> next;
  private boolean started;
  private int chars;
  private int frames;
  private int bytes;

  private enum State {
    /** Nothing came yet, or not enough. */
    WAITING,
    /** It may be shown, or has ended otherwise. */
    OVER,
    /** It was too slow. */
    SLOW
  }

  /**
   * A probe for the present attempt of {@code scope}.
   *
   * @param nanos measures the time
   */
  public SpeedProbe(ThroughputGuard guard, CallScope scope, Timers timers, LongSupplier nanos) {
    this.guard = guard;
    this.scope = scope;
    this.attempt = scope.attempt();
    this.timers = timers;
    this.nanos = nanos;
  }

  /**
   * Counts a piece of the answer; the time runs from the first one with content.
   *
   * @return whether everything may be shown now
   * @throws ApiFailure when it is too slow
   */
  public boolean shows(Frame frame, String upstream) throws ApiFailure {
    long now = nanos.getAsLong();
    if (!started) {
      started = true;
      start = now;
      look();
    }
    count(frame);
    double seconds = (now - start) / 1e9;
    double needed = guard.charsPerSecond() * guard.window().toNanos() / 1e9;
    boolean whole = frame.events().stream().anyMatch(ChatEvent.Finished.class::isInstance);
    boolean full = frames >= MAX_FRAMES || bytes >= MAX_BYTES;
    boolean late = now - start > guard.window().toNanos();
    if (whole || full || (!late && chars >= needed)) {
      return over(upstream);
    }
    if (chars >= ENOUGH_CHARS && !late) {
      if (chars >= guard.charsPerSecond() * seconds) {
        return over(upstream);
      }
      late = true;
    }
    if (late) {
      state.compareAndSet(State.WAITING, State.SLOW);
    }
    if (state.get() == State.SLOW) {
      throw reason().failure(upstream);
    }
    return state.get() == State.OVER;
  }

  /** It is shown in any case, as it has ended. */
  public void ended(String upstream) throws ApiFailure {
    over(upstream);
  }

  private boolean over(String upstream) throws ApiFailure {
    if (!state.compareAndSet(State.WAITING, State.OVER) && state.get() == State.SLOW) {
      throw reason().failure(upstream);
    }
    close();
    return true;
  }

  private void count(Frame frame) {
    frames++;
    bytes += frame.bytes().length;
    for (ChatEvent event : frame.events()) {
      chars +=
          switch (event) {
            case ChatEvent.Text text -> text.text().length();
            case ChatEvent.Reasoning reasoning -> reasoning.text().length();
            case ChatEvent.ToolPart tool -> tool.name().length() + tool.arguments().length();
            case ChatEvent.Finished _, ChatEvent.Used _, ChatEvent.Aside _ -> 0;
          };
    }
  }

  /** On the timer thread, but for the first time. */
  private void look() {
    if (state.get() != State.WAITING) {
      return;
    }
    long left = guard.window().toNanos() - (nanos.getAsLong() - start);
    if (left > 0) {
      Future<?> look = timers.after(Duration.ofNanos(left), this::look);
      next = look;
      if (state.get() != State.WAITING) {
        look.cancel(false); // decided in between
      }
    } else if (state.compareAndSet(State.WAITING, State.SLOW)) {
      scope.cancelAttempt(attempt, reason());
    }
  }

  private CancelReason.TooSlow reason() {
    return new CancelReason.TooSlow(guard.charsPerSecond(), guard.window());
  }

  /** The attempt is over, however. */
  @Override
  public void close() {
    state.compareAndSet(State.WAITING, State.OVER);
    Future<?> look = next;
    if (look != null) {
      look.cancel(false);
    }
  }
}
