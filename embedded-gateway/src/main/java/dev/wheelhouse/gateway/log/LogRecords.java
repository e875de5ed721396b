// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.answer.Usage;
import dev.wheelhouse.gateway.chat.ClientRequest;
import dev.wheelhouse.gateway.telemetry.ChatTrace;
import dev.wheelhouse.gateway.telemetry.RequestScope;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a record of a request that is over. */
public final class LogRecords {
  private static final int MAX_TEXT = 200;
  private static final List<String> PARAMETERS =
      List.of(
          "temperature",
          "top_p",
          "top_k",
          "min_p",
          "seed",
          "max_tokens",
          "max_completion_tokens",
          "max_output_tokens",
          "num_predict",
          "num_ctx",
          "frequency_penalty",
          "presence_penalty",
          "repeat_penalty",
          "reasoning_effort");

  private LogRecords() {}

  /** The record of this request. */
  public static LogRecord of(RequestScope scope) {
    Optional<ChatTrace> trace = scope.trace();
    LogEntry entry =
        new LogEntry(
            scope.id(),
            scope.startedAt(),
            asked(scope),
            trace.map(LogRecords::route).orElse(new LogEntry.Route("", "", "", "", 0, "")),
            result(scope),
            trace.map(LogRecords::tokens).orElse(new LogEntry.Tokens(0, 0, 0, null)),
            timing(scope));
    int keep = scope.captureBytes();
    return keep == 0
        ? new LogRecord(entry, "", "")
        : new LogRecord(
            entry,
            scope.request().map(request -> head(request.raw(), keep)).orElse(""),
            trace.map(t -> cut(t.content(), keep)).orElse(""));
  }

  private static LogEntry.Asked asked(RequestScope scope) {
    Optional<ClientRequest> request = scope.request();
    Optional<ObjectNode> body = request.map(ClientRequest::json);
    return new LogEntry.Asked(
        scope.keyId(),
        cut(scope.key(), MAX_TEXT),
        request.map(r -> r.dialect().name().toLowerCase(Locale.ROOT)).orElse(""),
        scope.trace().map(ChatTrace::operation).orElse(scope.route()),
        cut(request.map(ClientRequest::model).orElse(""), MAX_TEXT),
        scope.trace().map(ChatTrace::stream).orElse(false),
        body.map(LogRecords::temperature).orElse(null),
        body.map(LogRecords::parameters).orElse("{}"));
  }

  private static @Nullable Double temperature(ObjectNode body) {
    JsonNode value = parameter(body, body.path("options"), "temperature");
    return value.isNumber() ? value.asDouble() : null;
  }

  /** Ollama's clients put them into {@code options}. */
  private static JsonNode parameter(ObjectNode body, JsonNode options, String name) {
    JsonNode value = body.path(name);
    return value.isMissingNode() ? options.path(name) : value;
  }

  /** Written by hand, as nearly every request has a number or two, and a tree costs more. */
  private static String parameters(ObjectNode body) {
    StringBuilder kept = new StringBuilder("{");
    JsonNode options = body.path("options");
    for (String name : PARAMETERS) {
      JsonNode value = parameter(body, options, name);
      if (isShort(value)) {
        kept.append(kept.length() > 1 ? ",\"" : "\"").append(name).append("\":");
        kept.append(value.isNumber() ? value.asText() : value.toString());
      }
    }
    return kept.append('}').toString();
  }

  /** A number may have a thousand digits, or be one that JSON cannot write again. */
  private static boolean isShort(JsonNode value) {
    if (value.isNumber()) {
      return Double.isFinite(value.asDouble()) && value.asText().length() <= 40;
    }
    return value.isTextual() && value.asText().length() <= 20;
  }

  private static LogEntry.Route route(ChatTrace trace) {
    boolean routed = !trace.upstream().equals("none");
    return new LogEntry.Route(
        routed ? trace.upstream() : "",
        routed ? trace.family() : "",
        routed ? cut(trace.model(), MAX_TEXT) : "",
        cut(trace.reason(), MAX_TEXT),
        trace.retries(),
        trace.cache());
  }

  private static LogEntry.Result result(RequestScope scope) {
    String error = scope.errorCode();
    if (error.isEmpty()) {
      error = scope.trace().map(ChatTrace::errorCode).orElse("");
    }
    String outcome = scope.outcome().name().toLowerCase(Locale.ROOT);
    return new LogEntry.Result(outcome, scope.status(), error);
  }

  private static LogEntry.Tokens tokens(ChatTrace trace) {
    Usage usage = trace.usage();
    @Nullable Double cost = trace.cost().isPresent() ? trace.cost().getAsDouble() : null;
    return new LogEntry.Tokens(usage.prompt(), usage.completion(), usage.cached(), cost);
  }

  private static LogEntry.Timing timing(RequestScope scope) {
    long total = scope.totalNanos() / 1000;
    long queue = scope.trace().map(ChatTrace::queuedNanos).orElse(0L) / 1000;
    long upstream = scope.trace().map(ChatTrace::waitedNanos).orElse(0L) / 1000;
    double first = scope.trace().map(ChatTrace::secondsToFirstToken).orElse(0.0);
    double perToken = scope.trace().map(ChatTrace::secondsPerToken).orElse(0.0);
    return new LogEntry.Timing(
        total,
        queue,
        upstream,
        Math.max(0, total - queue - upstream),
        first > 0 ? Math.round(first * 1e6) : null,
        perToken > 0 ? 1 / perToken : null);
  }

  private static String head(byte[] raw, int bytes) {
    return new String(raw, 0, Math.min(raw.length, bytes), StandardCharsets.UTF_8);
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length);
  }
}
