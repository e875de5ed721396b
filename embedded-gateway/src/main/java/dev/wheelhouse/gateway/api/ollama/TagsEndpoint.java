// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.ollama;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.http.Endpoint;
import dev.wheelhouse.gateway.http.ErrorForm;
import dev.wheelhouse.gateway.http.Exchange;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.key.Scope;
import dev.wheelhouse.gateway.route.Catalogue;
import java.util.Set;

/** {@code GET /api/tags}: the models of every upstream in Ollama's form. */
public final class TagsEndpoint implements Endpoint {
  private final Catalogue catalogue;

  /** Lists this catalogue. */
  public TagsEndpoint(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  @Override
  public String path() {
    return "/api/tags";
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
    ObjectNode root = Json.newObject();
    ArrayNode models = root.putArray("models");
    var entries = exchange.wantsFresh() ? catalogue.listAnew() : catalogue.list();
    entries.stream()
        .filter(entry -> exchange.caller().mayUse(entry.id()))
        .forEach(entry -> models.add(tag(entry)));
    exchange.sendJson(root);
  }

  private static ObjectNode tag(Catalogue.Entry entry) {
    if (entry.upstream().provider().dialect() == Dialect.OLLAMA) {
      return entry.model().entry().deepCopy().put("name", entry.id()).put("model", entry.id());
    }
    ObjectNode tag =
        Json.newObject()
            .put("name", entry.id())
            .put("model", entry.id())
            .put("modified_at", entry.model().created().toString())
            .put("size", 0)
            .put("digest", "");
    tag.putObject("details").put("family", entry.upstream().name());
    return tag;
  }
}
