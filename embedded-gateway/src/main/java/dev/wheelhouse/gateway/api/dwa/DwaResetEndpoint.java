// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.dwa;

import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.http.Access;
import dev.wheelhouse.gateway.http.Endpoint;
import dev.wheelhouse.gateway.http.ErrorForm;
import dev.wheelhouse.gateway.http.Exchange;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.route.RouteReports;

/** {@code POST /api/llm/dwa/reset}: every target starts anew, as if it had never been asked. */
final class DwaResetEndpoint implements Endpoint {
  private final RouteReports reports;
  private final ErrorForm errors;

  /** Resets what these reports tell; failures in this form. */
  DwaResetEndpoint(RouteReports reports, ErrorForm errors) {
    this.reports = reports;
    this.errors = errors;
  }

  @Override
  public String path() {
    return "/api/llm/dwa/reset";
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
    reports.reset();
    exchange.sendJson(Json.newObject().put("status", "reset"));
  }
}
