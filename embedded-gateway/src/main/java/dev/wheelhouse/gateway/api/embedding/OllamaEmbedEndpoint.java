// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.embedding;

import dev.wheelhouse.gateway.api.ollama.OllamaErrors;
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
import dev.wheelhouse.gateway.key.Scope;
import dev.wheelhouse.gateway.route.ChatRelay;

/** {@code POST /api/embed}. */
public final class OllamaEmbedEndpoint implements Endpoint {
  private static final ErrorForm ERRORS = new OllamaErrors();

  private final ChatRelay relay;
  private final ModelRequests requests;

  /** Asks through this relay. */
  public OllamaEmbedEndpoint(ChatRelay relay, ModelRequests requests) {
    this.relay = relay;
    this.requests = requests;
  }

  @Override
  public String path() {
    return "/api/embed";
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
    ClientRequest request = requests.read(exchange, Dialect.OLLAMA);
    long start = System.nanoTime();
    EmbeddingWork.run(
        relay,
        exchange,
        new InboundEmbedding(request, EmbeddingForm.OLLAMA, EmbeddingRequestReader::input),
        answer -> EmbeddingWriter.ollama(request.model(), answer, System.nanoTime() - start));
  }
}
