// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.provider.ollama;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.embedding.EmbeddingAnswer;
import dev.wheelhouse.gateway.embedding.EmbeddingForm;
import dev.wheelhouse.gateway.embedding.EmbeddingRequest;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.provider.EmbeddingCalls;
import dev.wheelhouse.gateway.provider.Provider;
import dev.wheelhouse.gateway.upstream.HttpUpstream;

/** {@code /api/embed} and the older {@code /api/embeddings} of Ollama. */
final class OllamaEmbeddings {
  private final HttpUpstream http;

  OllamaEmbeddings(HttpUpstream http) {
    this.http = http;
  }

  EmbeddingAnswer run(Provider.EmbeddingCall call) throws ApiFailure, ClientGone {
    EmbeddingForm form = call.inbound().form();
    String model = call.model().id();
    return switch (form) {
      case OLLAMA ->
          EmbeddingCalls.post(
              http, "/api/embed", call.inbound().request().rawFor(model), call, true);
      // its vectors are not scaled, so the newer path cannot take its place
      case OLLAMA_LEGACY ->
          EmbeddingCalls.post(
              http, "/api/embeddings", call.inbound().request().rawFor(model), call, true);
      case OPENAI ->
          EmbeddingCalls.post(
              http, "/api/embed", Json.bytes(body(call.inbound().neutral(), model)), call, false);
    };
  }

  private static ObjectNode body(EmbeddingRequest request, String model) {
    ObjectNode body = Json.newObject().put("model", model);
    ArrayNode input = body.putArray("input");
    request.inputs().forEach(input::add);
    if (request.dimensions() != null) {
      body.set("dimensions", request.dimensions());
    }
    if (request.truncate() != null) {
      body.set("truncate", request.truncate());
    }
    if (!request.hints().options().isEmpty()) {
      body.set("options", request.hints().options());
    }
    if (request.hints().keepAlive() != null) {
      body.set("keep_alive", request.hints().keepAlive());
    }
    return body;
  }
}
