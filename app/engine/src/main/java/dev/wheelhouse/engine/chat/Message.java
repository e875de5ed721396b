// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.chat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One message.
 *
 * @param thinking what the model thought aloud; may be empty
 * @param figures null until the answer ended
 * @param error empty unless the answer failed
 */
public record Message(
    long id,
    long conversationId,
    Role role,
    String text,
    String thinking,
    String model,
    Status status,
    Instant createdAt,
    @Nullable Figures figures,
    String error) {
  /** Who speaks. */
  public enum Role {
    SYSTEM,
    USER,
    ASSISTANT
  }

  /** Whether it is whole. */
  public enum Status {
    STREAMING,
    COMPLETE,
    /** The user pressed stop. */
    STOPPED,
    /** The program ended while it was written. */
    INTERRUPTED,
    FAILED
  }

  /** What the quiet line under an answer shows; tokens -1 when unknown. */
  public record Figures(
      String route, int promptTokens, int answerTokens, double firstTokenSeconds, double seconds) {
    /** Tokens per second after the first, or 0 when unknown. */
    public double tokensPerSecond() {
      double writing = seconds - firstTokenSeconds;
      return answerTokens > 0 && writing > 0 ? answerTokens / writing : 0;
    }
  }
}
