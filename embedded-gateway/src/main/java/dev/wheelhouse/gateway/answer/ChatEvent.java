// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.answer;

import com.fasterxml.jackson.databind.JsonNode;

/** One step of an answer, whatever dialect it came in. */
public sealed interface ChatEvent {
  /** A piece of the answer's text. */
  record Text(String text) implements ChatEvent {}

  /** A piece of the model's reasoning. */
  record Reasoning(String text) implements ChatEvent {}

  /**
   * A piece of a tool call. The first piece of an index carries id and name; the arguments of all
   * its pieces together are one JSON object.
   */
  record ToolPart(int index, String id, String name, String arguments) implements ChatEvent {}

  /** The model stopped. */
  record Finished(FinishReason reason) implements ChatEvent {}

  /** Tokens used; may come before or after {@link Finished}. */
  record Used(Usage usage) implements ChatEvent {}

  /**
   * What the upstream says beside the answer, such as the sources it read. Written as a field of
   * that name, beside the fields that the client's dialect knows.
   */
  record Aside(String name, JsonNode value) implements ChatEvent {}

  /** Whether this shows the user something, so that the upstream can no longer be changed. */
  default boolean isContent() {
    return switch (this) {
      case Text _, Reasoning _, ToolPart _ -> true;
      case Finished _, Used _, Aside _ -> false;
    };
  }
}
