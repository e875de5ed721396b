// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.http;

import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.FailureKind;
import java.time.Duration;

/** Whether the gateway still takes requests, or only ends those that it has. */
public final class Drain {
  private static final Duration TRY_AGAIN = Duration.ofSeconds(1);

  private volatile boolean begun;

  /** From now on new requests are refused. */
  public void begin() {
    begun = true;
  }

  /** Whether it has begun. */
  public boolean begun() {
    return begun;
  }

  /** The answer to a new request: nothing was done for it, so it may go to another gateway. */
  static ApiFailure refusal() {
    return ApiFailure.of(
            FailureKind.SHUTTING_DOWN,
            "The gateway is stopping and takes no new requests.",
            "Send it again; another gateway, or this one when it runs again, answers it.")
        .retryAfter(TRY_AGAIN);
  }
}
