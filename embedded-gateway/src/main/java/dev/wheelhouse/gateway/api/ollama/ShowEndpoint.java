// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.ollama;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.http.Endpoint;
import dev.wheelhouse.gateway.http.ErrorForm;
import dev.wheelhouse.gateway.http.Exchange;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.json.JsonFault;
import dev.wheelhouse.gateway.key.Scope;
import dev.wheelhouse.gateway.route.Catalogue;
import java.util.Optional;

/** {@code POST /api/show}: what the model's upstream tells of it. */
public final class ShowEndpoint implements Endpoint {
  private final Catalogue catalogue;
  private final Json json;

  /** Looks into this catalogue. */
  public ShowEndpoint(Catalogue catalogue, Json json) {
    this.catalogue = catalogue;
    this.json = json;
  }

  @Override
  public String path() {
    return "/api/show";
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
  public void handle(Exchange exchange) throws ApiFailure, ClientGone {
    ObjectNode question;
    try {
      question = json.object(exchange.body());
    } catch (JsonFault e) {
      throw ApiFailure.invalid("The body cannot be used: " + e.getMessage() + ".", "");
    }
    String model = Json.text(question, question.has("model") ? "model" : "name");
    if (model.isEmpty()) {
      throw ApiFailure.invalid("The field model is missing.", "model");
    }
    exchange.caller().requireModel(model);
    Catalogue.Entry entry = catalogue.resolve(model);
    Optional<ObjectNode> shown = entry.upstream().provider().show(entry.model(), question);
    exchange.sendJson(shown.orElseGet(() -> described(entry)));
  }

  /** Of a model in a cloud little is known; clients offer it for tools only if that is listed. */
  private static ObjectNode described(Catalogue.Entry entry) {
    String family = entry.upstream().name();
    ObjectNode shown = Json.newObject().put("modelfile", "").put("template", "");
    shown.putObject("details").put("family", family).putArray("families").add(family);
    shown.putObject("model_info").put("general.architecture", family);
    shown.putArray("capabilities").add("completion").add("tools");
    return shown.put("modified_at", entry.model().created().toString());
  }
}
