// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The format of an exported request: times in milliseconds, what is not known left out. */
final class EntryJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private EntryJson() {}

  static String line(RequestEntry entry) throws IOException {
    RequestEntry.Asked asked = entry.asked();
    RequestEntry.Timing timing = entry.timing();
    ObjectNode node =
        JSON.createObjectNode()
            .put("id", entry.id())
            .put("at", entry.at().toString())
            .put("key", asked.key())
            .put("dialect", asked.dialect())
            .put("operation", asked.operation())
            .put("model", asked.model())
            .put("stream", asked.stream())
            .put("upstream", entry.route().upstream())
            .put("upstreamModel", entry.route().model())
            .put("reason", entry.route().reason())
            .put("retries", entry.route().retries())
            .put("cache", entry.route().cache())
            .put("outcome", entry.result().outcome().name().toLowerCase(Locale.ROOT))
            .put("status", entry.result().status())
            .put("error", entry.result().error())
            .put("inputTokens", entry.tokens().input())
            .put("outputTokens", entry.tokens().output());
    JsonNode parameters = asked.parameters().isEmpty() ? null : JSON.readTree(asked.parameters());
    if (parameters != null && !parameters.isEmpty()) {
      node.set("parameters", parameters);
    }
    if (entry.tokens().cost() != null) {
      node.put("cost", entry.tokens().cost());
    }
    put(node, "totalMs", timing.total());
    put(node, "queueMs", timing.queue());
    put(node, "upstreamMs", timing.upstream());
    put(node, "gatewayMs", timing.gateway());
    put(node, "firstTokenMs", timing.firstToken());
    if (timing.tokensPerSecond() != null) {
      node.put("tokensPerSecond", timing.tokensPerSecond());
    }
    return JSON.writeValueAsString(node);
  }

  private static void put(ObjectNode node, String name, @Nullable Duration time) {
    if (time != null) {
      node.put(name, time.toNanos() / 1e6);
    }
  }
}
