// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.log;

import java.time.Instant;

/**
 * What a user said of an answer.
 *
 * @param requestId the answer's {@code X-Request-Id}
 * @param score from -1, bad, to 1, good
 * @param comment may be empty
 */
public record Feedback(String requestId, Instant at, double score, String comment) {
  private static final int MAX_COMMENT = 4000;

  /** Checks the bounds. */
  public Feedback {
    if (!(score >= -1 && score <= 1)) {
      throw new IllegalArgumentException("the score must be between -1 and 1");
    }
    if (comment.length() > MAX_COMMENT) {
      throw new IllegalArgumentException(
          "the comment must not be longer than " + MAX_COMMENT + " characters");
    }
  }
}
