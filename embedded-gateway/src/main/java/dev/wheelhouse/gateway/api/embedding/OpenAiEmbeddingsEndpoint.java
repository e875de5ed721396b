// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.embedding;

import dev.wheelhouse.gateway.api.openai.OpenAiErrors;
import dev.wheelhouse.gateway.chat.ClientRequest;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.embedding.EmbeddingForm;
import dev.wheelhouse.gateway.embedding.InboundEmbedding;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.http.Endpoint;
import dev.wheelhouse.gateway.http.ErrorForm;
import dev.wheelhouse.gateway.http.Exchange;
import dev.wheelhouse.gateway.http.ModelRequests;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.key.Scope;
import dev.wheelhouse.gateway.route.ChatRelay;

/** {@code POST /v1/embeddings}. */
public final class OpenAiEmbeddingsEndpoint implements Endpoint {
  private static final ErrorForm ERRORS = new OpenAiErrors();

  private final ChatRelay relay;
  private final ModelRequests requests;

  /** Asks through this relay. */
  public OpenAiEmbeddingsEndpoint(ChatRelay relay, ModelRequests requests) {
    this.relay = relay;
    this.requests = requests;
  }

  @Override
  public String path() {
    return "/v1/embeddings";
  }

  @Override
  public Scope scope() {
    return Scope.EMBEDDINGS;
  }

  @Override
  public ErrorForm errors() {
    return ERRORS;
  }

  @Override
  public void handle(Exchange exchange) throws ApiFailure, ClientGone {
    ClientRequest request = requests.read(exchange, Dialect.OPENAI);
    boolean base64 = Json.text(request.json(), "encoding_format").equals("base64");
    EmbeddingWork.run(
        relay,
        exchange,
        new InboundEmbedding(request, EmbeddingForm.OPENAI, EmbeddingRequestReader::input),
        answer -> EmbeddingWriter.openAi(request.model(), answer, base64));
  }
}
