// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.dwa;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.http.Endpoint;
import dev.wheelhouse.gateway.http.ErrorForm;
import dev.wheelhouse.gateway.http.Exchange;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.key.Scope;
import dev.wheelhouse.gateway.route.RouteReports;
import dev.wheelhouse.gateway.route.report.RouteExplanation;
import java.util.Set;

/**
 * {@code GET /api/llm/route?model=}: where a request of the one who asks would go now, and why.
 * Nothing is sent.
 */
final class RouteEndpoint implements Endpoint {
  private final RouteReports reports;
  private final ErrorForm errors;

  /** Explains by these reports; failures in this form. */
  RouteEndpoint(RouteReports reports, ErrorForm errors) {
    this.reports = reports;
    this.errors = errors;
  }

  @Override
  public String path() {
    return "/api/llm/route";
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
    if (model.isEmpty()) {
      throw ApiFailure.invalid("The parameter model is missing.", "model");
    }
    exchange.caller().requireModel(model);
    RouteExplanation told = reports.explain(model, exchange.caller().models());
    ObjectNode body =
        Json.newObject()
            .put("model", told.model())
            .put("strategy", told.policy())
            .put("why", told.why());
    ArrayNode order = body.putArray("order");
    told.order().forEach(target -> order.add(DwaForm.target(target)));
    ArrayNode passedOver = body.putArray("passed_over");
    told.passedOver().forEach(target -> passedOver.add(DwaForm.target(target)));
    ArrayNode larger = body.putArray("larger_context");
    told.larger()
        .forEach(each ->
            larger.add(Json.newObject().put("model", each.name()).put("refusal", each.refusal())));
    exchange.sendJson(body);
  }
}
