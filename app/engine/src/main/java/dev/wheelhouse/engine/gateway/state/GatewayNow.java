// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.state;

import java.time.Instant;
import java.util.List;

/**
 * The gateway at one moment.
 *
 * @param inFlight requests under way
 * @param notices what its owner should know, such as a log that cannot be opened
 */
public record GatewayNow(
    Instant startedAt, int inFlight, List<UpstreamNow> upstreams, List<String> notices) {
  public GatewayNow {
    upstreams = List.copyOf(upstreams);
    notices = List.copyOf(notices);
  }

  /** Nothing is amiss. */
  public GatewayNow(Instant startedAt, int inFlight, List<UpstreamNow> upstreams) {
    this(startedAt, inFlight, upstreams, List.of());
  }
}
