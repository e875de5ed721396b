// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.health;

import java.time.Instant;

/**
 * Whether something may be asked.
 *
 * @param until when one request may try again; means nothing while it is open to all
 * @param probing whether that one request is under way
 * @param failures consecutive ones that count for the breaker
 * @param trips how often in a row the breaker has opened
 * @param cause why it is shut; empty while it is not
 */
public record GateState(
    Kind kind, Instant until, boolean probing, int failures, int trips, String cause) {
  /** Nothing is known against it. */
  public static final GateState OPEN_TO_ALL =
      new GateState(Kind.READY, Instant.EPOCH, false, 0, 0, "");

  /** Why a gate is shut. Only {@link #BROKEN} comes from the breaker. */
  public enum Kind {
    /** It may be asked. */
    READY,
    /** The breaker is open: it failed too often, or cannot be reached. */
    BROKEN,
    /** It asked to wait (HTTP 429). */
    RATE_LIMITED,
    /** It refuses the key (HTTP 401, 402, 403). */
    MISCONFIGURED
  }

  /** Whether a request may be sent now: to a ready one, or as the only probe. */
  public boolean passable(Instant now) {
    return kind == Kind.READY || (!probing && !now.isBefore(until));
  }
}
