// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.trace;

import dev.wheelhouse.gateway.telemetry.RequestObserver;
import dev.wheelhouse.gateway.telemetry.RequestScope;
import dev.wheelhouse.gateway.telemetry.TraceContext;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a trace of each request: one span for it, one below for each attempt at an upstream. Spans
 * are made when the answer is out, so nobody waits for them. While it is off it costs one look at a
 * field. Thread-safe.
 */
public final class Tracing implements RequestObserver, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Tracing.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration TO_CLOSE = Duration.ofSeconds(3);

  private final ReentrantLock changing = new ReentrantLock();
  private volatile @Nullable Running running;

  /** Traces that are sent. */
  private record Running(TraceConfig config, SdkTracerProvider provider, RequestSpans spans) {}

  /** Sends traces so from now on; what was recorded before still goes to the receiver before. */
  public void configure(TraceConfig config) {
    changing.lock();
    try {
      Running before = running;
      if (before != null && before.config.equals(config)) {
        return;
      }
      running = config.endpoint().map(endpoint -> open(config, endpoint)).orElse(null);
      if (before != null) {
        before.provider.shutdown().join(TO_CLOSE.toMillis(), TimeUnit.MILLISECONDS);
      }
    } finally {
      changing.unlock();
    }
  }

  /** Sends traces as the environment says; one that cannot be understood is told and left alone. */
  public void configureFrom(Map<String, String> environment) {
    try {
      configure(TraceConfig.of(environment));
    } catch (IllegalArgumentException e) {
      LOG.warn("no traces are sent: OTEL_EXPORTER_OTLP_ENDPOINT is not an address");
    }
  }

  private static Running open(TraceConfig config, URI endpoint) {
    OtlpHttpSpanExporterBuilder exporter =
        OtlpHttpSpanExporter.builder().setEndpoint(endpoint.toString()).setTimeout(TIMEOUT);
    config.headers().forEach(exporter::addHeader);
    Attributes service = Attributes.of(AttributeKey.stringKey("service.name"), config.service());
    SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setResource(Resource.getDefault().merge(Resource.create(service)))
            .setIdGenerator(new KnownIds())
            .addSpanProcessor(BatchSpanProcessor.builder(exporter.build()).build())
            .build();
    return new Running(config, provider, new RequestSpans(provider.get("wheelhouse.gateway")));
  }

  /** Sends what was recorded so far, for a few seconds at most. */
  public void flush() {
    Running now = running;
    if (now != null) {
      now.provider.forceFlush().join(TO_CLOSE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void started(RequestScope scope) {
    if (running != null) {
      Optional<TraceContext> parent = TraceContext.parse(scope.traceParent());
      scope.span(parent.map(TraceContext::child).orElseGet(TraceContext::start));
    }
  }

  @Override
  public void ended(RequestScope scope) {
    Running now = running;
    TraceContext span = scope.span();
    if (now != null && span != null && span.sampled()) {
      now.spans.record(scope, span);
    }
  }

  @Override
  public void close() {
    configure(TraceConfig.OFF);
  }
}
