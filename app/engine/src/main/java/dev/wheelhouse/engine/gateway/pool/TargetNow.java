// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.pool;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A model of a provider, as a target of requests, at one moment.
 *
 * @param reason why it stands so; empty when it is ready
 * @param until when it is tried again; null when it is ready or that is not known
 * @param weight as the user set it
 * @param figures how it did
 */
public record TargetNow(
    String upstream,
    String model,
    State state,
    String reason,
    @Nullable Instant until,
    double weight,
    Figures figures) {

  /** Whether it is asked. */
  public enum State {
    READY,
    /** It was left alone; the next request tries whether it works again. */
    PROBING,
    BROKEN,
    RATE_LIMITED,
    MISCONFIGURED,
    /** Its provider is not set up, or does not have the model. */
    MISSING,
    /** A rule of the pool keeps it out. */
    EXCLUDED
  }

  /**
   * How it did.
   *
   * @param share of requests that it gets first, from 0 to 1
   * @param score by the pool's policy; higher is better
   * @param attempts all so far
   * @param seconds how long an answer takes on average; 0 before the first
   * @param success the part of the attempts that went well, from 0 to 1
   * @param local whether it computes on this machine
   * @param loaded whether the model is known to be in memory
   */
  public record Figures(
      double share,
      double score,
      int inFlight,
      long attempts,
      double seconds,
      double success,
      boolean local,
      boolean loaded) {}

  /** For people: {@code provider/model}. */
  public String label() {
    return upstream + "/" + model;
  }
}
