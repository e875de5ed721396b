// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.trace;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where traces go.
 *
 * @param endpoint takes OTLP over HTTP, for example {@code http://127.0.0.1:4318/v1/traces}; empty
 *     to send none
 * @param service the name that this gateway has in traces
 * @param headers what the receiver wants to see, for example a key
 */
public record TraceConfig(Optional<URI> endpoint, String service, Map<String, String> headers) {
  /** No traces. */
  public static final TraceConfig OFF =
      new TraceConfig(Optional.empty(), "wheelhouse-gateway", Map.of());

  /** Copies the headers. */
  public TraceConfig {
    headers = Map.copyOf(headers);
    endpoint.ifPresent(TraceConfig::check);
  }

  /** Traces to this receiver. */
  public static TraceConfig to(URI endpoint) {
    return new TraceConfig(Optional.of(endpoint), OFF.service(), Map.of());
  }

  /** What the variables that OpenTelemetry names say. */
  public static TraceConfig of(Map<String, String> environment) {
    String own = environment.getOrDefault("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "");
    String all = environment.getOrDefault("OTEL_EXPORTER_OTLP_ENDPOINT", "");
    if (own.isBlank() && all.isBlank()) {
      return OFF;
    }
    String below = all.endsWith("/") ? "v1/traces" : "/v1/traces";
    Map<String, String> headers = new HashMap<>();
    for (String pair : environment.getOrDefault("OTEL_EXPORTER_OTLP_HEADERS", "").split(",")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        String value = pair.substring(equals + 1).strip().replace("+", "%2B");
        headers.put(
            pair.substring(0, equals).strip(), URLDecoder.decode(value, StandardCharsets.UTF_8));
      }
    }
    return new TraceConfig(
        Optional.of(URI.create(own.isBlank() ? all.strip() + below : own.strip())),
        environment.getOrDefault("OTEL_SERVICE_NAME", OFF.service()),
        headers);
  }

  @Override
  public String toString() {
    return "TraceConfig[" + endpoint + " " + service + "]"; // headers hold keys
  }

  private static void check(URI endpoint) {
    boolean http = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
    if (!http || endpoint.getHost() == null) {
      throw new IllegalArgumentException("traces go to an http or https address");
    }
  }
}
