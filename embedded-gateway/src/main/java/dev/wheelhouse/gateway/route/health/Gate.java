// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.health;

import dev.wheelhouse.gateway.route.pool.BreakerSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Lets requests to a target or an upstream pass, or not. Three things shut it, each on its own: the
 * breaker, a rate limit, a refused key. When the time is over a single request is let through; its
 * outcome opens the gate for all, or shuts it again. Without locks.
 */
public final class Gate {
  private static final Duration LONGEST_BREAK = Duration.ofMinutes(1);
  private static final Duration DEFAULT_RATE_LIMIT = Duration.ofSeconds(5);
  private static final Duration KEY_CHECK = Duration.ofMinutes(1);

  private final AtomicReference<GateState> state = new AtomicReference<>(GateState.OPEN_TO_ALL);

  /** How it stands. */
  public GateState state() {
    return Objects.requireNonNull(state.get());
  }

  /** Goes through; false when it is shut, or another request is just trying. */
  public boolean enter(Instant now) {
    while (true) {
      GateState seen = state();
      if (seen.kind() == GateState.Kind.READY) {
        return true;
      }
      if (!seen.passable(now)) {
        return false;
      }
      GateState probing =
          new GateState(
              seen.kind(), seen.until(), true, seen.failures(), seen.trips(), seen.cause());
      if (state.compareAndSet(seen, probing)) {
        return true;
      }
    }
  }

  /** Who went through came back without an outcome: another may try. */
  public void left() {
    state.updateAndGet(now ->
        now.probing()
            ? new GateState(
                now.kind(), now.until(), false, now.failures(), now.trips(), now.cause())
            : now);
  }

  /** It answered. An answer that began before a rate limit does not lift it. */
  public void succeeded() {
    state.updateAndGet(seen ->
        seen.kind() == GateState.Kind.RATE_LIMITED && !seen.probing()
            ? seen
            : GateState.OPEN_TO_ALL);
  }

  /** Everything is forgotten. */
  public void reset() {
    state.set(GateState.OPEN_TO_ALL);
  }

  /** It failed in a way that counts for the breaker. */
  public void failed(Instant now, BreakerSettings breaker, String cause) {
    state.updateAndGet(seen -> {
      int failures = seen.failures() + 1;
      boolean again = seen.kind() != GateState.Kind.READY;
      return again || failures >= breaker.failures()
          ? broken(seen, now, breaker, cause)
          : new GateState(GateState.Kind.READY, Instant.EPOCH, false, failures, seen.trips(), "");
    });
  }

  /** It cannot be reached: one such failure is enough. */
  public void unreachable(Instant now, BreakerSettings breaker, String cause) {
    state.updateAndGet(seen -> broken(seen, now, breaker, cause));
  }

  /** It asked to wait; zero when it did not say how long. */
  public void rateLimited(Instant now, Duration wait, String cause) {
    Instant until = now.plus(wait.isZero() ? DEFAULT_RATE_LIMIT : wait);
    state.updateAndGet(seen ->
        new GateState(
            GateState.Kind.RATE_LIMITED, until, false, seen.failures(), seen.trips(), cause));
  }

  /** It refuses the key. */
  public void misconfigured(Instant now, String cause) {
    state.updateAndGet(seen ->
        new GateState(
            GateState.Kind.MISCONFIGURED,
            now.plus(KEY_CHECK),
            false,
            seen.failures(),
            seen.trips(),
            cause));
  }

  private static GateState broken(
      GateState seen, Instant now, BreakerSettings breaker, String cause) {
    boolean open = seen.kind() == GateState.Kind.BROKEN;
    if (open && !seen.probing() && now.isBefore(seen.until())) {
      // a request that was sent before the breaker opened: it tells nothing new
      return new GateState(
          seen.kind(), seen.until(), false, seen.failures() + 1, seen.trips(), seen.cause());
    }
    long factor = 1L << Math.min(seen.trips(), 10);
    Duration wanted = breaker.openFor().multipliedBy(factor);
    Duration longest =
        breaker.openFor().compareTo(LONGEST_BREAK) > 0 ? breaker.openFor() : LONGEST_BREAK;
    Duration wait = wanted.compareTo(longest) > 0 ? longest : wanted;
    return new GateState(
        GateState.Kind.BROKEN, now.plus(wait), false, seen.failures() + 1, seen.trips() + 1, cause);
  }
}
