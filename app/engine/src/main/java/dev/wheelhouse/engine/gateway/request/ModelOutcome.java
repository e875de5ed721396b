// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.request;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What all requests with one model and one temperature led to.
 *
 * @param model as the upstream calls it
 * @param temperature null where clients left it to the model
 * @param time what each took and cost on average
 * @param cost of all together, as far as it is known
 * @param rated of how many somebody said whether the answer was good
 * @param score of those, from -1 to 1; null while nobody said anything
 */
public record ModelOutcome(
    String model,
    @Nullable Double temperature,
    Ends ends,
    Average time,
    double cost,
    long rated,
    @Nullable Double score) {

  /** How many there were, and how they ended; the others were left by their clients. */
  public record Ends(long requests, long completed, long failed) {}

  /**
   * What one takes.
   *
   * @param firstToken null where none was measured
   */
  public record Average(
      Duration total, @Nullable Duration firstToken, double inputTokens, double outputTokens) {}
}
