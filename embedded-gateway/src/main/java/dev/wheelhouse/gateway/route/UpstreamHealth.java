// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route;

import java.time.Instant;

/** What is known of an upstream. Only {@link Healthy} and {@link Unknown} count as usable. */
public sealed interface UpstreamHealth {
  /** It was not asked yet. */
  record Unknown() implements UpstreamHealth {}

  /** It answered. */
  record Healthy(Instant since) implements UpstreamHealth {}

  /** It cannot be reached or does not work. */
  record Down(Instant since, String cause, String remedy) implements UpstreamHealth {}

  /** It refuses our key; only the user can change that. */
  record KeyRejected(Instant since, String cause, String remedy) implements UpstreamHealth {}

  /** Asked for its models, it told us to wait; a limit of one model is no state of its upstream. */
  record RateLimited(Instant until) implements UpstreamHealth {}

  /** Whether requests may be sent with hope. */
  default boolean usable() {
    return switch (this) {
      case Unknown _, Healthy _ -> true;
      case Down _, KeyRejected _, RateLimited _ -> false;
    };
  }
}
