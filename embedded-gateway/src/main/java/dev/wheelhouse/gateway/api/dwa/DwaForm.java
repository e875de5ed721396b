// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.dwa;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.route.report.PoolStatus;
import dev.wheelhouse.gateway.route.report.TargetStatus;

/** Writes what routing knows of targets. */
final class DwaForm {
  private DwaForm() {}

  static ObjectNode pool(PoolStatus status) {
    ObjectNode node =
        Json.newObject()
            .put("pool", status.pool().name())
            .put("strategy", status.pool().policy().label());
    ArrayNode targets = node.putArray("providers");
    status.targets().forEach(target -> targets.add(target(target)));
    return node;
  }

  static ObjectNode target(TargetStatus status) {
    ObjectNode node =
        Json.newObject()
            .put("provider", status.target().upstream())
            .put("model", status.target().model())
            .put("state", status.state().label())
            .put("reason", status.reason());
    status.until().ifPresent(until -> node.put("until", until.toString()));
    return node.put("accuracy", status.averages().accuracy())
        .put("latency", status.averages().latency())
        .put("availability", status.averages().availability())
        .put("cost", status.averages().cost())
        .put("samples", status.averages().samples())
        .put("requests", status.place().attempts())
        .put("consecutive_failures", status.place().consecutiveFailures())
        .put("in_flight", status.place().inFlight())
        .put("local", status.place().local())
        .put("loaded", status.place().loaded())
        .put("custom_weight", status.target().weight())
        .put("weighted_composite", status.weighting().composite())
        .put("score", status.weighting().score())
        .put("share", status.weighting().share());
  }
}
