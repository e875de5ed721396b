// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.openai;

import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.http.Endpoint;
import dev.wheelhouse.gateway.http.ErrorForm;
import dev.wheelhouse.gateway.http.Exchange;
import dev.wheelhouse.gateway.key.Scope;
import dev.wheelhouse.gateway.route.Catalogue;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** {@code GET /v1/models/{id}}. An id may contain slashes and colons, so the raw path is read. */
public final class ModelEndpoint implements Endpoint {
  private static final String PREFIX = "/v1/models/";

  private final Catalogue catalogue;

  /** Looks into this catalogue. */
  public ModelEndpoint(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  @Override
  public String path() {
    return PREFIX + "*";
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
    return new OpenAiErrors();
  }

  @Override
  public void handle(Exchange exchange) throws ApiFailure, ClientGone {
    String id = decoded(exchange.rawPath().substring(PREFIX.length()));
    exchange.caller().requireModel(id);
    exchange.sendJson(ModelsEndpoint.model(catalogue.resolve(id)));
  }

  private static String decoded(String raw) throws ApiFailure {
    try {
      // a plus sign is itself in a path, unlike in a form
      return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ApiFailure.invalid("The model's name in the path is not encoded correctly.", "");
    }
  }
}
