// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.telemetry;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;

/**
 * The gateway's metrics. Names of models follow the OpenTelemetry conventions for generative AI
 * ({@code gen_ai.*}); a model's name becomes a label only after an upstream is known to have it.
 */
public final class GatewayMetrics {
  /** The content type of {@link #text()}. */
  public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  private static final String[] CHAT_LABELS = {
    "gen_ai_operation_name", "gen_ai_provider_name", "gen_ai_request_model", "upstream"
  };
  private static final double[] LONG_SECONDS = {
    0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160, 320
  };
  private static final double[] SHORT_SECONDS = {
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1
  };
  private static final double[] TOKENS = {1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144};

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Histogram duration =
      histogram(
          "gen_ai_server_request_duration_seconds",
          "Time from the request to the end of the answer.",
          LONG_SECONDS,
          "error_type");
  private final Histogram firstToken =
      histogram(
          "gen_ai_server_time_to_first_token_seconds",
          "Time from the request to the first token.",
          LONG_SECONDS);
  private final Histogram perToken =
      histogram(
          "gen_ai_server_time_per_output_token_seconds",
          "Time per token after the first.",
          SHORT_SECONDS);
  private final Histogram tokens =
      histogram("gen_ai_client_token_usage", "Tokens of a request.", TOKENS, "gen_ai_token_type");
  private final Histogram overhead =
      histogram(
          "wheelhouse_gateway_overhead_seconds",
          "Time of a request that was not spent waiting for the upstream.",
          SHORT_SECONDS);
  private final Counter chats =
      Counter.builder()
          .withoutExemplars()
          .name("wheelhouse_gateway_chats_total")
          .help("Chats by upstream and outcome.")
          .labelNames("upstream", "outcome")
          .register(registry);
  private final Counter retries =
      Counter.builder()
          .withoutExemplars()
          .name("wheelhouse_gateway_retries_total")
          .help("Attempts that were repeated.")
          .labelNames("upstream")
          .register(registry);
  private final Counter fallbacks =
      Counter.builder()
          .withoutExemplars()
          .name("wheelhouse_gateway_fallbacks_total")
          .help("Attempts that followed a failure at another upstream.")
          .labelNames("upstream")
          .register(registry);
  private final Counter cacheAnswers =
      Counter.builder()
          .withoutExemplars()
          .name("wheelhouse_gateway_cache_requests_total")
          .help("Requests for which the cache was asked, by what it said.")
          .labelNames("result")
          .register(registry);
  private final Counter cost =
      Counter.builder()
          .withoutExemplars()
          .name("wheelhouse_gateway_cost_dollars_total")
          .help("What answers cost in US dollars, as far as prices are known.")
          .labelNames("upstream", "gen_ai_request_model")
          .register(registry);
  private final Counter savedTokens =
      Counter.builder()
          .withoutExemplars()
          .name("wheelhouse_gateway_cache_saved_tokens_total")
          .help("Tokens of answers that came from the cache; no upstream gave them again.")
          .labelNames("gen_ai_token_type")
          .register(registry);
  private final Counter requests =
      Counter.builder()
          .withoutExemplars()
          .name("wheelhouse_gateway_requests_total")
          .help("HTTP requests by route and status.")
          .labelNames("route", "status")
          .register(registry);
  private final Gauge inFlight =
      Gauge.builder()
          .name("wheelhouse_gateway_requests_in_flight")
          .help("HTTP requests under way.")
          .register(registry);
  private final Gauge upstreamUp =
      Gauge.builder()
          .name("wheelhouse_gateway_upstream_up")
          .help("1 when the upstream answered last, 0 when it did not.")
          .labelNames("upstream")
          .register(registry);

  /** Shows how the log of requests keeps up. */
  public void watchLog(LongSupplier droppedEntries, IntSupplier queuedEntries) {
    CounterWithCallback.builder()
        .name("wheelhouse_gateway_log_dropped_total")
        .help("Entries of the request log that were not written, as its store was too slow.")
        .callback(callback -> callback.call((double) droppedEntries.getAsLong()))
        .register(registry);
    GaugeWithCallback.builder()
        .name("wheelhouse_gateway_log_queued")
        .help("Entries of the request log that are not written yet.")
        .callback(callback -> callback.call(queuedEntries.getAsInt()))
        .register(registry);
  }

  /** Shows how looking for similar questions goes. */
  public void watchSimilar(Consumer<ObjLongConsumer<String>> counts) {
    CounterWithCallback.builder()
        .name("wheelhouse_gateway_cache_similar_total")
        .help("Looks for answers to similar questions, and questions kept for them, by result.")
        .labelNames("result")
        .callback(
            callback -> counts.accept((result, count) -> callback.call((double) count, result)))
        .register(registry);
  }

  /** An HTTP request came in. */
  public void requestStarted() {
    inFlight.inc();
  }

  /**
   * An HTTP request is over, however it ended. {@code route} is a path of ours, not the client's.
   */
  public void requestEnded(String route, int status) {
    inFlight.dec();
    requests.labelValues(route, Integer.toString(status)).inc();
  }

  /** HTTP requests under way. */
  public int requestsInFlight() {
    return (int) inFlight.get();
  }

  /** Whether an upstream answered. */
  public void upstreamUp(String upstream, boolean up) {
    upstreamUp.labelValues(upstream).set(up ? 1 : 0);
  }

  /** An upstream was taken out of the configuration. */
  public void upstreamRemoved(String upstream) {
    upstreamUp.remove(upstream);
  }

  /** A chat is over. */
  public void chatEnded(ChatTrace trace) {
    double total = trace.totalSeconds();
    String[] labels = {trace.operation(), trace.family(), trace.model(), trace.upstream()};
    String outcome = trace.outcome().name().toLowerCase(Locale.ROOT);
    chats.labelValues(trace.upstream(), outcome).inc();
    duration.labelValues(with(labels, trace.errorCode())).observe(total);
    overhead.labelValues(labels).observe(trace.overheadSeconds(total));
    if (trace.retries() > 0) {
      retries.labelValues(trace.upstream()).inc(trace.retries());
    }
    countAround(trace);
    if (trace.secondsToFirstToken() > 0) {
      firstToken.labelValues(labels).observe(trace.secondsToFirstToken());
    }
    if (trace.secondsPerToken() > 0) {
      perToken.labelValues(labels).observe(trace.secondsPerToken());
    }
    if (trace.usage().total() > 0) {
      tokens.labelValues(with(labels, "input")).observe((double) trace.usage().prompt());
      tokens.labelValues(with(labels, "output")).observe((double) trace.usage().completion());
    }
  }

  private void countAround(ChatTrace trace) {
    String before = "";
    for (ChatTrace.Attempt attempt : trace.attempts()) {
      if (!before.isEmpty() && !before.equals(attempt.upstream())) {
        fallbacks.labelValues(attempt.upstream()).inc();
      }
      before = attempt.upstream();
    }
    if (!trace.cache().isEmpty()) {
      cacheAnswers.labelValues(trace.cache()).inc();
      savedTokens.labelValues("input").inc(trace.saved().prompt());
      savedTokens.labelValues("output").inc(trace.saved().completion());
    }
    trace
        .cost()
        .ifPresent(dollars -> cost.labelValues(trace.upstream(), trace.model()).inc(dollars));
  }

  /** All metrics in Prometheus' text format. */
  public byte[] text() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.builder().build().write(out, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private Histogram histogram(String name, String help, double[] bounds, String... moreLabels) {
    String[] labels = with(CHAT_LABELS, moreLabels);
    return Histogram.builder()
        .withoutExemplars()
        .name(name)
        .help(help)
        .classicOnly()
        .classicUpperBounds(bounds)
        .labelNames(labels)
        .register(registry);
  }

  private static String[] with(String[] labels, String... more) {
    String[] all = java.util.Arrays.copyOf(labels, labels.length + more.length);
    System.arraycopy(more, 0, all, labels.length, more.length);
    return all;
  }
}
