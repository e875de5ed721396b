// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.failure.ApiFailure;

/**
 * A chat request as it came in. An upstream of the same dialect gets it nearly as it is, with the
 * fields that we do not know; for any other it is read into the neutral form, which may fail.
 *
 * @param stream whether the client wants the answer piece by piece
 * @param reader reads the neutral form
 */
public record InboundChat(ClientRequest request, boolean stream, Reader reader) {

  /** Reads the neutral form of a dialect's request. */
  @FunctionalInterface
  public interface Reader {
    /** Reads it, or says what cannot be translated. */
    ChatRequest read(ObjectNode body) throws ApiFailure;
  }

  /** What the client speaks. */
  public Dialect dialect() {
    return request.dialect();
  }

  /** The model as the client named it. */
  public String model() {
    return request.model();
  }

  /** The request, read. */
  public ObjectNode body() {
    return request.json();
  }

  /** The request in neutral form. */
  public ChatRequest neutral() throws ApiFailure {
    return reader.read(body());
  }
}
