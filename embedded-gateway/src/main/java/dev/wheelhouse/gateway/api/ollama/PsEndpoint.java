// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.ollama;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.http.Endpoint;
import dev.wheelhouse.gateway.http.ErrorForm;
import dev.wheelhouse.gateway.http.Exchange;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.key.Scope;
import dev.wheelhouse.gateway.route.Catalogue;
import dev.wheelhouse.gateway.route.Upstream;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code GET /api/ps}: the loaded models of every upstream, by the names of the catalogue. */
public final class PsEndpoint implements Endpoint {
  private final Catalogue catalogue;

  /** Asks the upstreams of this catalogue. */
  public PsEndpoint(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  @Override
  public String path() {
    return "/api/ps";
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
    List<Catalogue.Entry> entries = catalogue.list();
    Map<Upstream, Map<String, String>> names = new HashMap<>();
    Set<Upstream> upstreams = new LinkedHashSet<>();
    for (Catalogue.Entry entry : entries) {
      upstreams.add(entry.upstream());
      names
          .computeIfAbsent(entry.upstream(), _ -> new HashMap<>())
          .put(entry.model().id(), entry.id());
    }
    ObjectNode root = Json.newObject();
    ArrayNode models = root.putArray("models");
    for (Upstream upstream : upstreams) {
      for (ObjectNode loaded : running(upstream)) {
        String own = Json.text(loaded, "name");
        String name = names.getOrDefault(upstream, Map.of()).getOrDefault(own, own);
        if (exchange.caller().mayUse(name)) {
          models.add(loaded.deepCopy().put("name", name).put("model", name));
        }
      }
    }
    exchange.sendJson(root);
  }

  /** One that fails must not hide the others; its health says so elsewhere. */
  private static List<ObjectNode> running(Upstream upstream) {
    try {
      return upstream.provider().running();
    } catch (ApiFailure failure) {
      return List.of();
    }
  }
}
