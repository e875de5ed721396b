// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.trace;

import dev.wheelhouse.gateway.telemetry.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.sdk.trace.IdGenerator;

/**
 * Gives spans the ids that the gateway sent to upstreams already: spans are made only when the
 * request is over.
 */
final class KnownIds implements IdGenerator {
  private static final ScopedValue<TraceContext> NEXT = ScopedValue.newInstance();

  /** Starts a span of this id. */
  static Span start(SpanBuilder builder, TraceContext as) {
    return ScopedValue.where(NEXT, as).call(builder::startSpan);
  }

  @Override
  public String generateSpanId() {
    return NEXT.isBound() ? NEXT.get().spanId() : IdGenerator.random().generateSpanId();
  }

  @Override
  public String generateTraceId() {
    return NEXT.isBound() ? NEXT.get().traceId() : IdGenerator.random().generateTraceId();
  }
}
