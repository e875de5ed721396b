// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.dwa;

import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.failure.FailureKind;
import dev.wheelhouse.gateway.http.Endpoint;
import dev.wheelhouse.gateway.http.ErrorForm;
import dev.wheelhouse.gateway.http.Exchange;
import dev.wheelhouse.gateway.key.Scope;
import dev.wheelhouse.gateway.route.RouteReports;
import dev.wheelhouse.gateway.route.report.TargetStatus;
import java.util.Set;

/**
 * {@code GET /api/llm/dwa/best-provider}: the ready target with the highest weighted composite, of
 * the pool that {@code ?model=} names or of everything that was asked so far.
 */
final class DwaBestProviderEndpoint implements Endpoint {
  private final RouteReports reports;
  private final ErrorForm errors;

  /** Looks into these reports; failures in this form. */
  DwaBestProviderEndpoint(RouteReports reports, ErrorForm errors) {
    this.reports = reports;
    this.errors = errors;
  }

  @Override
  public String path() {
    return "/api/llm/dwa/best-provider";
  }

  @Override
  public Set<String> methods() {
    return Set.of("GET");
  }

  @Override
  public Scope scope() {
    return Scope.MODELS;
  }

  @Override
  public ErrorForm errors() {
    return errors;
  }

  @Override
  public void handle(Exchange exchange) throws ApiFailure, ClientGone {
    String model = exchange.query("model");
    exchange.caller().requireModel(model);
    TargetStatus best =
        reports
            .best(model)
            .orElseThrow(() ->
                ApiFailure.of(
                    FailureKind.NOT_FOUND,
                    "No provider has been asked yet, or none is ready.",
                    "GET /api/llm/dwa/stats shows how they stand."));
    exchange.sendJson(DwaForm.target(best));
  }
}
