// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.provider.cohere;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.chat.ModelInfo;
import dev.wheelhouse.gateway.embedding.EmbeddingAnswer;
import dev.wheelhouse.gateway.embedding.EmbeddingRequest;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.provider.CloudProvider;
import dev.wheelhouse.gateway.provider.EmbeddingCalls;
import dev.wheelhouse.gateway.upstream.HttpUpstream;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import okhttp3.Response;

/** Cohere over {@code /v2} (docs.cohere.com), whose streams end with an event and not a mark. */
public final class CohereProvider extends CloudProvider {
  /** A server; with no configured models it is asked for them. */
  public CohereProvider(HttpUpstream http, List<String> configuredModels) {
    super(http, configuredModels);
  }

  @Override
  public String family() {
    return "cohere";
  }

  @Override
  public Dialect dialect() {
    return Dialect.FOREIGN;
  }

  @Override
  protected List<ModelInfo> discovered() throws ApiFailure {
    return listed(http.get("/v1/models?page_size=1000").path("models"), "name");
  }

  @Override
  protected ModelInfo model(String id, ObjectNode entry) {
    return new ModelInfo(id, Instant.EPOCH, "cohere", Set.of(), entry);
  }

  @Override
  public void chat(Call call, FrameHandler frames) throws ApiFailure, ClientGone {
    byte[] body =
        Json.bytes(CohereRequestWriter.write(call.inbound().neutral(), call.model().id()));
    try (Response response = http.post("/v2/chat", body, "text/event-stream", call.scope())) {
      readEvents(response, Dialect.FOREIGN, call, new CohereEventReader(http), frames);
    }
  }

  @Override
  public EmbeddingAnswer embed(EmbeddingCall call) throws ApiFailure, ClientGone {
    EmbeddingRequest request = call.inbound().neutral();
    ObjectNode body = Json.newObject().put("model", call.model().id());
    // the client does not say what for; this is the kind that finds and is found
    body.put("input_type", "search_document");
    ArrayNode texts = body.putArray("texts");
    request.inputs().forEach(texts::add);
    body.putArray("embedding_types").add("float");
    if (request.dimensions() != null) {
      body.set("output_dimension", request.dimensions());
    }
    return EmbeddingCalls.post(http, "/v2/embed", Json.bytes(body), call, false);
  }
}
