// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route.report;

import dev.wheelhouse.gateway.route.health.Averages;
import dev.wheelhouse.gateway.route.pool.Target;
import java.time.Instant;
import java.util.Optional;

/**
 * A target at one moment.
 *
 * @param reason why it stands so; empty when it is ready
 * @param until when it is tried again; empty when it is ready or that is not known
 * @param place where it computes and what it is doing
 * @param weighting how its pool values it
 */
public record TargetStatus(
    Target target,
    TargetState state,
    String reason,
    Optional<Instant> until,
    Place place,
    Averages averages,
    Weighting weighting) {
  /**
   * Where it computes and what it is doing.
   *
   * @param local whether on this machine
   * @param loaded whether the model is known to be in memory
   * @param inFlight requests under way
   * @param attempts all so far
   * @param consecutiveFailures since its last answer
   */
  public record Place(
      boolean local, boolean loaded, int inFlight, long attempts, int consecutiveFailures) {
    /** Nothing is known. */
    public static final Place NONE = new Place(false, false, 0, 0, 0);
  }

  /**
   * How its pool values it.
   *
   * @param score by the pool's policy; higher is better
   * @param share of requests that it gets first, from 0 to 1
   * @param composite accuracy × availability ÷ latency
   */
  public record Weighting(double score, double share, double composite) {}
}
