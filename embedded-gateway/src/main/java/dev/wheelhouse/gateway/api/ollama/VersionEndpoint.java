// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.ollama;

import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.http.Endpoint;
import dev.wheelhouse.gateway.http.ErrorForm;
import dev.wheelhouse.gateway.http.Exchange;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.key.Scope;
import dev.wheelhouse.gateway.route.Upstream;
import dev.wheelhouse.gateway.route.Upstreams;
import java.util.Set;

/**
 * {@code GET /api/version}: the version of the first Ollama behind the gateway that answers.
 * Clients switch features by it, so it is not invented; without any Ollama it is the version whose
 * protocol the gateway speaks.
 */
public final class VersionEndpoint implements Endpoint {
  private static final String SPOKEN = "0.17.1";

  private final Upstreams upstreams;

  /** Asks these upstreams. */
  public VersionEndpoint(Upstreams upstreams) {
    this.upstreams = upstreams;
  }

  @Override
  public String path() {
    return "/api/version";
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
    return new OllamaErrors();
  }

  @Override
  public void handle(Exchange exchange) throws ClientGone {
    exchange.sendJson(Json.newObject().put("version", version()));
  }

  private String version() {
    return upstreams.all().stream()
        .filter(upstream -> upstream.provider().dialect() == Dialect.OLLAMA)
        .filter(upstream -> upstream.health().usable())
        .map(VersionEndpoint::version)
        .filter(version -> !version.isEmpty())
        .findFirst()
        .orElse(SPOKEN);
  }

  private static String version(Upstream upstream) {
    try {
      return upstream.provider().version();
    } catch (ApiFailure failure) {
      return ""; // its health says so elsewhere
    }
  }
}
