// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.data;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.log.LogBucket;
import dev.wheelhouse.gateway.log.LogDetail;
import dev.wheelhouse.gateway.log.LogEntry;
import dev.wheelhouse.gateway.log.ParameterOutcome;
import dev.wheelhouse.gateway.log.UpstreamOutcome;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes what the log knows as JSON. Times are in milliseconds unless the name says otherwise. */
final class LogJson {
  private LogJson() {}

  /** A list under this name. */
  static <T> ObjectNode list(String name, List<T> items, Function<T, ObjectNode> item) {
    ObjectNode body = Json.newObject();
    ArrayNode array = body.putArray(name);
    items.forEach(each -> array.add(item.apply(each)));
    return body;
  }

  /** An entry, flat. */
  static ObjectNode entry(LogEntry entry) {
    LogEntry.Asked asked = entry.asked();
    LogEntry.Route route = entry.route();
    LogEntry.Timing timing = entry.timing();
    ObjectNode body =
        Json.newObject()
            .put("id", entry.id())
            .put("time", entry.at().toString())
            .put("key_id", asked.keyId())
            .put("key", asked.key())
            .put("dialect", asked.dialect())
            .put("operation", asked.operation())
            .put("requested_model", asked.model())
            .put("model", route.model())
            .put("provider", route.family())
            .put("upstream", route.upstream())
            .put("reason", route.reason())
            .put("outcome", entry.result().outcome())
            .put("status", entry.result().status())
            .put("error", entry.result().error())
            .put("stream", asked.stream());
    body.putRawValue(
        "parameters", new com.fasterxml.jackson.databind.util.RawValue(asked.parameters()));
    return body.put("input_tokens", entry.tokens().input())
        .put("output_tokens", entry.tokens().output())
        .put("cached_tokens", entry.tokens().cached())
        .put("cost", entry.tokens().cost())
        .put("total_ms", millis(timing.total()))
        .put("queue_ms", millis(timing.queue()))
        .put("upstream_ms", millis(timing.upstream()))
        .put("gateway_ms", millis(timing.gateway()))
        .put("first_token_ms", timing.firstToken() == null ? null : millis(timing.firstToken()))
        .put("tokens_per_second", timing.tokensPerSecond())
        .put("retries", route.retries())
        .put("cache", route.cache());
  }

  /** An entry with content and feedback. */
  static ObjectNode detail(LogDetail detail) {
    ObjectNode body = entry(detail.entry());
    if (!detail.request().isEmpty() || !detail.answer().isEmpty()) {
      body.put("request", detail.request()).put("answer", detail.answer());
    }
    detail
        .feedback()
        .ifPresent(said ->
            body.putObject("feedback")
                .put("time", said.at().toString())
                .put("score", said.score())
                .put("comment", said.comment()));
    return body;
  }

  /** A span of time. */
  static ObjectNode bucket(LogBucket bucket) {
    return Json.newObject()
        .put("start", bucket.start().toString())
        .put("requests", bucket.requests())
        .put("errors", bucket.errors())
        .put("input_tokens", bucket.inputTokens())
        .put("output_tokens", bucket.outputTokens())
        .put("first_token_ms_p50", millis(bucket.firstTokenP50()))
        .put("first_token_ms_p95", millis(bucket.firstTokenP95()))
        .put("tokens_per_second", bucket.tokensPerSecond())
        .put("cost", bucket.cost())
        .put("cache_rate", bucket.cacheRate());
  }

  /** A model with a temperature. */
  static ObjectNode parameter(ParameterOutcome outcome) {
    return Json.newObject()
        .put("model", outcome.model())
        .put("temperature", outcome.temperature())
        .put("requests", outcome.requests())
        .put("completed", outcome.completed())
        .put("failed", outcome.failed())
        .put("average_ms", outcome.averageMicros() / 1000)
        .put("average_first_token_ms", scaled(outcome.averageFirstTokenMicros()))
        .put("average_input_tokens", outcome.averageInputTokens())
        .put("average_output_tokens", outcome.averageOutputTokens())
        .put("cost", outcome.cost())
        .put("rated", outcome.rated())
        .put("average_score", outcome.averageScore());
  }

  /** An upstream. */
  static ObjectNode upstream(UpstreamOutcome outcome) {
    return Json.newObject()
        .put("upstream", outcome.upstream())
        .put("provider", outcome.family())
        .put("requests", outcome.requests())
        .put("completed", outcome.completed())
        .put("failed", outcome.failed())
        .put("success_rate", (double) outcome.completed() / Math.max(1, outcome.requests()))
        .put("retries", outcome.retries())
        .put("input_tokens", outcome.inputTokens())
        .put("output_tokens", outcome.outputTokens())
        .put("average_ms", outcome.averageMicros() / 1000)
        .put("average_first_token_ms", scaled(outcome.averageFirstTokenMicros()))
        .put("cost", outcome.cost());
  }

  private static @Nullable Double millis(@Nullable Long micros) {
    return micros == null ? null : micros / 1000.0;
  }

  private static @Nullable Double scaled(@Nullable Double micros) {
    return micros == null ? null : micros / 1000;
  }
}
