// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.api.ollama.OllamaErrors;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.http.ClientStream;
import dev.wheelhouse.gateway.http.Endpoint;
import dev.wheelhouse.gateway.http.ErrorForm;
import dev.wheelhouse.gateway.http.Exchange;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.json.JsonFault;
import dev.wheelhouse.gateway.route.Upstreams;
import dev.wheelhouse.gateway.upstream.CallScope;
import dev.wheelhouse.gateway.upstream.HttpUpstream;
import dev.wheelhouse.gateway.upstream.Passage;
import java.util.List;
import java.util.Set;

/** A path by which Ollama's models are changed; its progress passes line by line. */
public final class ModelStoreEndpoint implements Endpoint {
  private static final OllamaErrors ERRORS = new OllamaErrors();

  private final String path;
  private final String method;
  private final LocalOllama ollama;
  private final Json json;

  private ModelStoreEndpoint(String method, String path, LocalOllama ollama, Json json) {
    this.method = method;
    this.path = path;
    this.ollama = ollama;
    this.json = json;
  }

  /** All of them, in front of these upstreams. */
  public static List<Endpoint> all(Upstreams upstreams, Json json) {
    LocalOllama ollama = new LocalOllama(upstreams);
    return List.of(
        new ModelStoreEndpoint("POST", "/api/pull", ollama, json),
        new ModelStoreEndpoint("POST", "/api/push", ollama, json),
        new ModelStoreEndpoint("POST", "/api/create", ollama, json),
        new ModelStoreEndpoint("POST", "/api/copy", ollama, json),
        new ModelStoreEndpoint("DELETE", "/api/delete", ollama, json),
        new BlobEndpoint(ollama));
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public Set<String> methods() {
    return Set.of(method);
  }

  @Override
  public ErrorForm errors() {
    return ERRORS;
  }

  @Override
  public void handle(Exchange exchange) throws ApiFailure, ClientGone {
    ObjectNode request;
    try {
      request = json.object(exchange.body());
    } catch (JsonFault e) {
      throw ApiFailure.invalid("The body cannot be used: " + e.getMessage() + ".", "");
    }
    LocalOllama.requireAllowed(exchange, request);
    HttpUpstream http = ollama.of(request);
    byte[] body = Json.bytes(request);
    PassedAnswer answer = new PassedAnswer(exchange);
    CallScope scope = new CallScope();
    LocalOllama.watch(exchange, scope);
    try {
      http.pass(new Passage(method, path, body.length, out -> out.write(body), answer), scope);
    } catch (ApiFailure failure) {
      ClientStream begun = answer.begun();
      if (begun == null) {
        throw failure;
      }
      begun.write(OllamaErrors.line(failure));
      begun.end();
    } finally {
      scope.close();
    }
  }
}
