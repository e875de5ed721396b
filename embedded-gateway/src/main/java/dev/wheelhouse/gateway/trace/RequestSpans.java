// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.trace;

import dev.wheelhouse.gateway.log.LogEntry;
import dev.wheelhouse.gateway.log.LogRecords;
import dev.wheelhouse.gateway.telemetry.ChatTrace;
import dev.wheelhouse.gateway.telemetry.RequestScope;
import dev.wheelhouse.gateway.telemetry.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes the spans of a request, with the attributes that OpenTelemetry names for generative AI.
 * Never content.
 */
final class RequestSpans {
  private final Tracer tracer;

  RequestSpans(Tracer tracer) {
    this.tracer = tracer;
  }

  /** Records a request that is over, and its attempts. */
  void record(RequestScope scope, TraceContext as) {
    LogEntry entry = LogRecords.of(scope).entry();
    long start = nanos(scope, scope.startNanos());
    SpanBuilder builder =
        tracer
            .spanBuilder(name(entry.asked().operation(), entry.route().model()))
            .setSpanKind(SpanKind.SERVER)
            .setStartTimestamp(start, TimeUnit.NANOSECONDS);
    TraceContext.parse(scope.traceParent())
        .ifPresentOrElse(
            parent -> builder.setParent(Context.root().with(Span.wrap(context(parent, true)))),
            builder::setNoParent);
    Span span = KnownIds.start(builder, as);
    describe(span, entry);
    for (ChatTrace.Attempt attempt : scope.trace().map(ChatTrace::attempts).orElse(List.of())) {
      record(scope, as, entry, attempt);
    }
    span.end(start + scope.totalNanos(), TimeUnit.NANOSECONDS);
  }

  private void record(
      RequestScope scope, TraceContext parent, LogEntry entry, ChatTrace.Attempt attempt) {
    if (attempt.spanId().isEmpty()) {
      return; // from before the traces were turned on
    }
    SpanBuilder builder =
        tracer
            .spanBuilder(name(entry.asked().operation(), entry.route().model()))
            .setSpanKind(SpanKind.CLIENT)
            .setParent(Context.root().with(Span.wrap(context(parent, false))))
            .setStartTimestamp(nanos(scope, attempt.startNanos()), TimeUnit.NANOSECONDS);
    Span span =
        KnownIds.start(
            builder, new TraceContext(parent.traceId(), attempt.spanId(), parent.sampled()));
    span.setAttribute("gen_ai.operation.name", entry.asked().operation());
    span.setAttribute("wheelhouse.upstream", attempt.upstream());
    fail(span, attempt.errorCode());
    span.end(nanos(scope, attempt.endNanos()), TimeUnit.NANOSECONDS);
  }

  private static void describe(Span span, LogEntry entry) {
    span.setAttribute("gen_ai.operation.name", entry.asked().operation());
    span.setAttribute("gen_ai.request.model", entry.asked().model());
    set(span, "gen_ai.provider.name", entry.route().family());
    set(span, "gen_ai.response.model", entry.route().model());
    if (entry.asked().temperature() != null) {
      span.setAttribute("gen_ai.request.temperature", entry.asked().temperature());
    }
    if (entry.tokens().input() + entry.tokens().output() > 0) {
      span.setAttribute("gen_ai.usage.input_tokens", entry.tokens().input());
      span.setAttribute("gen_ai.usage.output_tokens", entry.tokens().output());
    }
    if (entry.timing().firstToken() != null) {
      span.setAttribute(
          "gen_ai.response.time_to_first_chunk", entry.timing().firstToken() / 1_000_000.0);
    }
    if (entry.result().status() > 0) {
      span.setAttribute("http.response.status_code", entry.result().status());
    }
    set(span, "wheelhouse.upstream", entry.route().upstream());
    set(span, "wheelhouse.route.reason", entry.route().reason());
    set(span, "wheelhouse.cache", entry.route().cache());
    span.setAttribute("wheelhouse.request.id", entry.id());
    span.setAttribute("wheelhouse.outcome", entry.result().outcome());
    span.setAttribute("wheelhouse.gateway.overhead_us", entry.timing().gateway());
    fail(span, entry.result().error());
  }

  private static void set(Span span, String name, String value) {
    if (!value.isEmpty()) {
      span.setAttribute(name, value);
    }
  }

  private static void fail(Span span, String code) {
    if (!code.isEmpty()) {
      span.setAttribute("error.type", code);
      span.setStatus(StatusCode.ERROR);
    }
  }

  private static String name(String operation, String model) {
    return model.isEmpty() ? operation : operation + " " + model;
  }

  private static SpanContext context(TraceContext of, boolean remote) {
    TraceFlags flags = of.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault();
    return remote
        ? SpanContext.createFromRemoteParent(
            of.traceId(), of.spanId(), flags, TraceState.getDefault())
        : SpanContext.create(of.traceId(), of.spanId(), flags, TraceState.getDefault());
  }

  /** Nanoseconds since 1970 of a moment on the clock of {@link System#nanoTime}. */
  private static long nanos(RequestScope scope, long nanoTime) {
    long start = ChronoUnit.NANOS.between(Instant.EPOCH, scope.startedAt());
    return start + nanoTime - scope.startNanos();
  }
}
