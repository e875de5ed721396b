// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.request;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The requests that the gateway of this process has answered. Without a running gateway, and while
 * the log is off, there are none. Blocking; thread-safe. Failures are {@code ProblemException}s.
 */
public interface GatewayRequests {
  /** The newest requests, the newest first. */
  List<RequestEntry> newest(int most);

  /** Everything about one; empty when it is not in the log any more. */
  Optional<RequestDetail> detail(String id);

  /** What happened since then, in spans of that length, oldest first, also the empty ones. */
  List<RequestSpan> course(Instant from, Duration span);

  /** What models and temperatures led to since then, the most used first. */
  List<ModelOutcome> outcomes(Instant from);

  /**
   * Keeps what the user says of an answer, in the place of what was said before.
   *
   * @param score from -1, bad, to 1, good
   * @return false when the request is not in the log any more
   */
  boolean rate(String id, double score);

  /**
   * Writes all entries to a file, one JSON object a line, oldest first.
   *
   * @return how many
   */
  long export(Path file);

  /** Removes all entries. */
  void clear();

  RequestLogSize size();
}
