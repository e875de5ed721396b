// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.failure.ApiFailure;

/**
 * A chat request as it came in. An upstream of the same dialect gets it nearly as it is, with the
 * fields that we do not know; for any other it is read into the neutral form, which may fail.
 *
 * @param dialect what the client speaks
 * @param model the model as the client named it
 * @param stream whether the client wants the answer piece by piece
 * @param body the request, read
 * @param raw the request, as bytes
 * @param reader reads the neutral form
 */
// a body may be 64 MiB: it is handed on, not copied
@SuppressWarnings("ArrayRecordComponent")
public record InboundChat(
    Dialect dialect, String model, boolean stream, ObjectNode body, byte[] raw, Reader reader) {

  /** Reads the neutral form of a dialect's request. */
  @FunctionalInterface
  public interface Reader {
    /** Reads it, or says what cannot be translated. */
    ChatRequest read(ObjectNode body) throws ApiFailure;
  }

  /** The request in neutral form. */
  public ChatRequest neutral() throws ApiFailure {
    return reader.read(body);
  }

  @Override
  public String toString() {
    // neither prompt nor token may get into a log by accident
    return "InboundChat[" + dialect + " " + model + (stream ? " stream" : "") + "]";
  }
}
