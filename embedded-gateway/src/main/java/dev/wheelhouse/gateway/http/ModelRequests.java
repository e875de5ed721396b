// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.chat.CacheWish;
import dev.wheelhouse.gateway.chat.ClientRequest;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.chat.FieldTypes;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.json.JsonFault;
import dev.wheelhouse.gateway.key.Caller;
import dev.wheelhouse.gateway.telemetry.RequestScope;
import java.util.List;
import java.util.Map;

/** Reads the requests that name a model. Every dialect calls the field {@code model}. */
public final class ModelRequests {
  /** Fields by which other gateways let a client choose where its request and a key are sent. */
  private static final List<String> REFUSED_FIELDS = List.of("api_base", "base_url", "api_key");

  /** By which a client says that requests belong together. */
  private static final String SESSION_HEADER = "X-Session-Id";

  private final Json json;

  /** Reads within the bounds of {@code json}. */
  public ModelRequests(Json json) {
    this.json = json;
  }

  /** The request of this exchange; refuses one without a model. */
  public ClientRequest read(Exchange exchange, Dialect dialect) throws ApiFailure {
    return read(exchange, dialect, Map.of());
  }

  /** The same, with headers that an upstream of the same dialect may see. */
  public ClientRequest read(Exchange exchange, Dialect dialect, Map<String, String> headers)
      throws ApiFailure {
    RequestScope.current().session(exchange.header(SESSION_HEADER));
    CacheWish wish =
        CacheWish.of(exchange.header("Cache-Control"), exchange.header("X-Wheelhouse-Cache"));
    return read(exchange.body(), exchange.caller(), dialect, headers).wishing(wish);
  }

  /** A request that came in another way than by HTTP. */
  public ClientRequest read(byte[] raw, Caller caller, Dialect dialect, Map<String, String> headers)
      throws ApiFailure {
    ObjectNode body;
    try {
      body = json.object(raw);
    } catch (JsonFault e) {
      throw ApiFailure.invalid("The body cannot be used: " + e.getMessage() + ".", "");
    }
    for (String field : REFUSED_FIELDS) {
      if (body.has(field)) {
        throw ApiFailure.invalid(
            "The field %s is refused: upstreams and keys are set in the gateway only."
                .formatted(field),
            field);
      }
    }
    FieldTypes.require(dialect, body);
    String model = Json.text(body, "model");
    if (model.isEmpty()) {
      throw ApiFailure.invalid("The field model is missing.", "model");
    }
    caller.requireModel(model);
    ClientRequest request = new ClientRequest(caller, dialect, model, body, raw, headers);
    RequestScope.current().asked(request);
    return request;
  }
}
