// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.live;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.route.Upstream;
import dev.wheelhouse.gateway.route.Upstreams;
import dev.wheelhouse.gateway.telemetry.GatewayMetrics;
import java.time.Clock;
import java.util.function.Supplier;

/** The gateway at one moment, as an event. */
public record LiveStatistics(GatewayMetrics metrics, Upstreams upstreams, Clock clock)
    implements Supplier<ObjectNode> {
  @Override
  public ObjectNode get() {
    ObjectNode event =
        Json.newObject()
            .put("time", clock.instant().toString())
            .put("requests_in_flight", metrics.requestsInFlight());
    ObjectNode each = event.putObject("upstreams");
    for (Upstream upstream : upstreams.all()) {
      each.putObject(upstream.name())
          .put("usable", upstream.health().usable())
          .put("in_flight", upstream.inFlight())
          .put("chats", upstream.chats())
          .put("failures", upstream.failures())
          .put("input_tokens", upstream.promptTokens())
          .put("output_tokens", upstream.completionTokens());
    }
    return event;
  }
}
