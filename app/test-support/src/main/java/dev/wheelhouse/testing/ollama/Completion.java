// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * What the server will answer: pieces in order, and why they end.
 *
 * @param pieces one per token
 * @param doneReason {@code stop} or {@code length}
 * @param promptTokens how many tokens the prompt counts
 * @param directives what the prompt asked of the server
 */
record Completion(List<Piece> pieces, String doneReason, int promptTokens, Directives directives) {
  Completion {
    pieces = List.copyOf(pieces);
  }

  /** One part of an answer. */
  sealed interface Piece {
    /** A token of the thinking that goes before the answer. */
    record Thinking(String text) implements Piece {}

    /** A token of the answer. */
    record Text(String text) implements Piece {}

    /** A tool the model wants to be called. */
    record ToolCall(String name, JsonNode arguments) implements Piece {}
  }

  /**
   * What a client asked for, the same for chat and generate.
   *
   * @param messages role and text, oldest first; never empty
   * @param tools whether the client offered tools
   * @param think whether thinking is wanted
   * @param json whether the answer has to be a JSON document
   * @param numPredict at most this many tokens of answer; empty for no limit
   * @param stop texts at which the answer ends
   */
  record Wish(
      List<Turn> messages,
      boolean tools,
      boolean think,
      boolean json,
      Optional<Integer> numPredict,
      List<String> stop) {
    Wish {
      messages = List.copyOf(messages);
      stop = List.copyOf(stop);
    }

    Turn last() {
      return messages.getLast();
    }
  }

  /** One message: who and what. */
  record Turn(String role, String text) {}
}
