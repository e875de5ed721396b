// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.FailureKind;
import dev.wheelhouse.gateway.http.Endpoint;
import dev.wheelhouse.gateway.http.Exchange;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.log.LogConfig;
import dev.wheelhouse.gateway.log.LogQuery;
import dev.wheelhouse.gateway.log.LogSize;
import dev.wheelhouse.gateway.log.store.RequestLogs;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** The paths below {@code /api/db} that read the log, and the one that takes feedback. */
public final class LogEndpoints {
  private static final String ONE = "/api/db/requests/";
  private static final int MAX_SPANS = 2000;

  private final RequestLogs logs;
  private final Clock clock;

  private LogEndpoints(RequestLogs logs, Clock clock) {
    this.logs = logs;
    this.clock = clock;
  }

  /** All of them. */
  public static List<Endpoint> all(RequestLogs logs, Json json, Clock clock) {
    LogEndpoints endpoints = new LogEndpoints(logs, clock);
    return List.of(
        new QuestionEndpoint("/api/db/stats", _ -> endpoints.stats()),
        new QuestionEndpoint(
            "/api/db/requests/recent",
            exchange ->
                LogJson.list(
                    "requests", logs.find(QueryParameters.read(exchange)), LogJson::entry)),
        new QuestionEndpoint(ONE + "*", endpoints::one),
        new QuestionEndpoint(
            "/api/db/provider-metrics",
            exchange ->
                LogJson.list(
                    "providers",
                    logs.upstreams(QueryParameters.read(exchange)),
                    LogJson::upstream)),
        new QuestionEndpoint(
            "/api/db/parameters",
            exchange ->
                LogJson.list(
                    "parameters",
                    logs.parameters(QueryParameters.read(exchange)),
                    LogJson::parameter)),
        new QuestionEndpoint("/api/db/timeline", endpoints::timeline),
        new ExportEndpoint(logs),
        new FeedbackEndpoint(logs, json, clock));
  }

  private JsonNode stats() {
    LogSize size = logs.size();
    LogConfig config = logs.config();
    ObjectNode stats = Json.newObject();
    ArrayNode notices = stats.putArray("notices");
    logs.notices().forEach(notices::add);
    return stats
        .put("store", size.store())
        .put("requests", size.entries())
        .put("bytes", size.bytes())
        .put("max_bytes", config.retention().maxBytes())
        .put("max_age_days", config.retention().maxAge().toHours() / 24.0)
        .put("content_bytes", config.contentBytes())
        .put("queued", size.queued())
        .put("dropped", size.dropped());
  }

  private JsonNode one(Exchange exchange) throws ApiFailure {
    String id = exchange.rawPath().substring(ONE.length());
    return logs.detail(id).map(LogJson::detail).orElseThrow(LogEndpoints::unknown);
  }

  private JsonNode timeline(Exchange exchange) throws ApiFailure {
    Duration span = Duration.ofSeconds(QueryParameters.number(exchange, "span", 60));
    LogQuery query = QueryParameters.read(exchange);
    var to = query.to() == null ? clock.instant() : query.to();
    var from = query.from() == null ? to.minus(span.multipliedBy(60)) : query.from();
    if (Duration.between(from, to).dividedBy(span) > MAX_SPANS) {
      throw ApiFailure.invalid("That is more than %d spans.".formatted(MAX_SPANS), "span");
    }
    return LogJson.list(
        "spans", logs.buckets(query.withTime(from, query.to()), span), LogJson::bucket);
  }

  /** There is no such request, or the log is off. */
  static ApiFailure unknown() {
    return ApiFailure.of(
        FailureKind.NOT_FOUND,
        "The log has no request of this id.",
        "Send the X-Request-Id of an answer; the log keeps it only for a while.");
  }
}
