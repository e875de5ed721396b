// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.http.Endpoint;
import dev.wheelhouse.gateway.http.ErrorForm;
import dev.wheelhouse.gateway.http.Exchange;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.key.Scope;
import dev.wheelhouse.gateway.route.Catalogue;
import java.util.Set;

/** {@code GET /v1/models}. */
public final class ModelsEndpoint implements Endpoint {
  private final Catalogue catalogue;

  /** Lists this catalogue. */
  public ModelsEndpoint(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  @Override
  public String path() {
    return "/v1/models";
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
  public void handle(Exchange exchange) throws ClientGone {
    ObjectNode root = Json.newObject().put("object", "list");
    ArrayNode data = root.putArray("data");
    boolean anthropic = !exchange.header("anthropic-version").isEmpty();
    var entries = exchange.wantsFresh() ? catalogue.listAnew() : catalogue.list();
    entries.stream()
        .filter(entry -> exchange.caller().mayUse(entry.id()))
        .forEach(entry -> data.add(anthropic ? forAnthropic(entry) : model(entry)));
    if (anthropic) {
      root.put("has_more", false);
      root.set("first_id", data.isEmpty() ? null : data.get(0).get("id"));
      root.set("last_id", data.isEmpty() ? null : data.get(data.size() - 1).get("id"));
    }
    exchange.sendJson(root);
  }

  /** Anthropic's clients ask the same path, and read a few fields more. */
  private static ObjectNode forAnthropic(Catalogue.Entry entry) {
    return model(entry)
        .put("type", "model")
        .put("display_name", entry.id())
        .put("created_at", entry.model().created().toString());
  }

  /** One model in OpenAI's form, with the upstream that answers for it as a field of our own. */
  static ObjectNode model(Catalogue.Entry entry) {
    String owner = entry.model().owner();
    return Json.newObject()
        .put("id", entry.id())
        .put("object", "model")
        .put("created", entry.model().created().getEpochSecond())
        .put("owned_by", owner.isEmpty() ? entry.upstream().name() : owner)
        .put("upstream", entry.upstream().name());
  }
}
