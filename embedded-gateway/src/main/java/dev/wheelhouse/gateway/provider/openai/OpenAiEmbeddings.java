// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.provider.openai;

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

/** {@code /v1/embeddings} of a server that speaks OpenAI's dialect. */
final class OpenAiEmbeddings {
  private final HttpUpstream http;

  OpenAiEmbeddings(HttpUpstream http) {
    this.http = http;
  }

  EmbeddingAnswer run(Provider.EmbeddingCall call) throws ApiFailure, ClientGone {
    boolean same = call.inbound().form() == EmbeddingForm.OPENAI;
    String model = call.model().id();
    byte[] body =
        same
            ? call.inbound().request().rawFor(model)
            : Json.bytes(body(call.inbound().neutral(), model));
    return EmbeddingCalls.post(http, "/embeddings", body, call, same);
  }

  private static ObjectNode body(EmbeddingRequest request, String model) {
    ObjectNode body = Json.newObject().put("model", model);
    ArrayNode input = body.putArray("input");
    request.inputs().forEach(input::add);
    body.put("encoding_format", "float"); // what every server knows
    if (request.dimensions() != null) {
      body.set("dimensions", request.dimensions());
    }
    return body;
  }
}
