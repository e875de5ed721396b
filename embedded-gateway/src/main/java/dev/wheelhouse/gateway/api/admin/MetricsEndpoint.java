// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.admin;

import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.http.Access;
import dev.wheelhouse.gateway.http.Endpoint;
import dev.wheelhouse.gateway.http.ErrorForm;
import dev.wheelhouse.gateway.http.Exchange;
import dev.wheelhouse.gateway.telemetry.GatewayMetrics;
import java.util.Set;

/** {@code GET /metrics}: Prometheus' text format. */
public final class MetricsEndpoint implements Endpoint {
  private final GatewayMetrics metrics;
  private final ErrorForm errors;

  /** Shows these metrics; failures in this form. */
  public MetricsEndpoint(GatewayMetrics metrics, ErrorForm errors) {
    this.metrics = metrics;
    this.errors = errors;
  }

  @Override
  public String path() {
    return "/metrics";
  }

  @Override
  public Set<String> methods() {
    return Set.of("GET");
  }

  @Override
  public Access access() {
    return Access.INTERNAL;
  }

  @Override
  public ErrorForm errors() {
    return errors;
  }

  @Override
  public void handle(Exchange exchange) throws ClientGone {
    exchange.send(200, GatewayMetrics.CONTENT_TYPE, metrics.text());
  }
}
