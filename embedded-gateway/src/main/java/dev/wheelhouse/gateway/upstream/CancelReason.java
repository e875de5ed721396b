// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.upstream;

import java.time.Duration;

/** Why the gateway ended a call to an upstream. */
public sealed interface CancelReason {
  /** The client closed its connection. */
  record ClientLeft() implements CancelReason {}

  /** The client kept its connection but did not read for too long. */
  record ClientStalled() implements CancelReason {}

  /** A timer ran out. */
  record TimedOut(Timer timer, Duration after) implements CancelReason {}

  /** The gateway stops. */
  record Stopping() implements CancelReason {}
}
