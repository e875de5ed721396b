// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.state;

import java.time.Instant;
import java.util.List;

/**
 * The gateway at one moment.
 *
 * @param inFlight requests under way
 */
public record GatewayNow(Instant startedAt, int inFlight, List<UpstreamNow> upstreams) {
  public GatewayNow {
    upstreams = List.copyOf(upstreams);
  }
}
