// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.answer.ChatEvent;
import dev.wheelhouse.gateway.failure.ApiFailure;
import java.util.List;
import java.util.Optional;

/** Reads one answer of an upstream, event by event and in order. */
public interface AnswerReader {
  /** What one event of a stream says. */
  List<ChatEvent> read(ObjectNode event) throws ApiFailure;

  /**
   * What one event says, where that can be told without reading all of it; such an event is never
   * the last one, and never hidden.
   */
  default Optional<List<ChatEvent>> glance(byte[] event) {
    return Optional.empty();
  }

  /** Whether a reason was seen why the model stopped. */
  boolean finished();

  /** Whether the last event was seen; upstreams without an end mark never say so. */
  default boolean stopped() {
    return false;
  }

  /** Whether an event is for the gateway only, and not for a client of the same dialect. */
  default boolean hides(ObjectNode event) {
    return false;
  }
}
