// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.request;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One request that the gateway answered, without content.
 *
 * @param id what the answer carried as {@code X-Request-Id}
 */
public record RequestEntry(
    String id, Instant at, Asked asked, Route route, Result result, Tokens tokens, Timing timing) {

  /** How a request ended. */
  public enum Outcome {
    COMPLETED,
    FAILED,
    /** The client left before the end. */
    CANCELLED
  }

  /**
   * What the client wanted.
   *
   * @param key the name of its key; empty when it showed none
   * @param model in its own words
   * @param parameters sampling parameters as a JSON object
   */
  public record Asked(
      String key,
      String dialect,
      String operation,
      String model,
      boolean stream,
      String parameters) {}

  /**
   * Where it went.
   *
   * @param model as the upstream calls it
   * @param reason why there
   * @param cache what the cache said; empty when it was not asked
   */
  public record Route(String upstream, String model, String reason, int retries, String cache) {}

  /**
   * How it ended.
   *
   * @param status 0 when none was sent
   * @param error the code of the failure; empty without one
   */
  public record Result(Outcome outcome, int status, String error) {}

  /**
   * What it took.
   *
   * @param cost where that is known
   */
  public record Tokens(long input, long output, @Nullable Double cost) {}

  /**
   * Where the time went.
   *
   * @param queue waiting for limits of ours
   * @param upstream waiting for the upstream
   * @param gateway everything else
   */
  public record Timing(
      Duration total,
      Duration queue,
      Duration upstream,
      Duration gateway,
      @Nullable Duration firstToken,
      @Nullable Double tokensPerSecond) {}
}
