// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.dwa;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.http.Endpoint;
import dev.wheelhouse.gateway.http.ErrorForm;
import dev.wheelhouse.gateway.http.Exchange;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.key.Scope;
import dev.wheelhouse.gateway.route.RouteReports;
import dev.wheelhouse.gateway.route.report.RouteStatus;
import java.util.Set;

/** {@code GET /api/llm/dwa/stats}: the weights and averages of every target. */
final class DwaStatsEndpoint implements Endpoint {
  private final RouteReports reports;
  private final ErrorForm errors;

  /** Shows these reports; failures in this form. */
  DwaStatsEndpoint(RouteReports reports, ErrorForm errors) {
    this.reports = reports;
    this.errors = errors;
  }

  @Override
  public String path() {
    return "/api/llm/dwa/stats";
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
  public void handle(Exchange exchange) throws ClientGone {
    RouteStatus status = reports.status();
    ObjectNode body = Json.newObject();
    ArrayNode pools = body.putArray("pools");
    status.pools().stream()
        .filter(pool -> exchange.caller().mayUse(pool.pool().name()))
        .forEach(pool -> pools.add(DwaForm.pool(pool)));
    ArrayNode seen = body.putArray("providers");
    status.seen().stream()
        .filter(target -> exchange.caller().mayUse(target.target().model()))
        .forEach(target -> seen.add(DwaForm.target(target)));
    exchange.sendJson(body);
  }
}
