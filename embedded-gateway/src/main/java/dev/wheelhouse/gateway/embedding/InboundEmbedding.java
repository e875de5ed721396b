// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.embedding;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.chat.ClientRequest;
import dev.wheelhouse.gateway.failure.ApiFailure;

/**
 * A request for embeddings as it came in; an upstream that knows the form gets it as it is.
 *
 * @param reader reads the neutral form
 */
public record InboundEmbedding(ClientRequest request, EmbeddingForm form, Reader reader) {

  /** Reads the neutral form of a request. */
  @FunctionalInterface
  public interface Reader {
    /** Reads it, or says what cannot be translated. */
    EmbeddingRequest read(ObjectNode body) throws ApiFailure;
  }

  /** The request in neutral form. */
  public EmbeddingRequest neutral() throws ApiFailure {
    return reader.read(request.json());
  }
}
