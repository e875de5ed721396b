// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.http.Endpoint;
import dev.wheelhouse.gateway.http.ErrorForm;
import dev.wheelhouse.gateway.http.Exchange;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.key.Scope;
import java.util.List;
import java.util.Set;

/** {@code GET /api/health}: every part; 503 when no request can be answered. */
public final class HealthReportEndpoint implements Endpoint {
  private final HealthReport report;
  private final ErrorForm errors;

  /** Shows this report; failures in this form. */
  public HealthReportEndpoint(HealthReport report, ErrorForm errors) {
    this.report = report;
    this.errors = errors;
  }

  @Override
  public String path() {
    return "/api/health";
  }

  @Override
  public Set<String> methods() {
    return Set.of("GET", "HEAD");
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
    ObjectNode body = report.now();
    if (!exchange.caller().scopes().contains(Scope.ADMIN)) {
      for (String part : List.of("database", "cache")) {
        if (body.get(part) instanceof ObjectNode report) {
          report.remove(List.of("error", "notices")); // they name files and servers
        }
      }
    }
    int status = Json.text(body, "status").equals("unhealthy") ? 503 : 200;
    exchange.send(status, "application/json", Json.bytes(body));
  }
}
