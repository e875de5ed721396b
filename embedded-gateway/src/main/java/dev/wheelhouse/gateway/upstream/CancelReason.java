// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.upstream;

import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.FailureKind;
import java.math.BigDecimal;
import java.time.Duration;

/** Why the gateway ended a call to an upstream. */
public sealed interface CancelReason {
  /** The client closed its connection. */
  record ClientLeft() implements CancelReason {}

  /** The client kept its connection but did not read for too long. */
  record ClientStalled() implements CancelReason {}

  /** A timer ran out. */
  record TimedOut(Timer timer, Duration after) implements CancelReason {}

  /** Its stream began, but ran slower than it must. */
  record TooSlow(double charsPerSecond, Duration window) implements CancelReason {
    /** What that means for the client. */
    public ApiFailure failure(String upstream) {
      return ApiFailure.of(
          FailureKind.UPSTREAM_TOO_SLOW,
          "Upstream %s wrote fewer than %s characters a second in the first %s s of its answer."
              .formatted(upstream, number(charsPerSecond), number(window.toMillis() / 1e3)),
          "Use a faster model, or lower the pool's least speed.");
    }

    private static String number(double value) {
      return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
  }

  /** The gateway stops. */
  record Stopping() implements CancelReason {}
}
