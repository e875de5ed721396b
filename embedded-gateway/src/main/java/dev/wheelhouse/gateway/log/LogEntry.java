// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.log;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One request in the log, without content.
 *
 * @param id what the answer carried as {@code X-Request-Id}; sorts by time
 */
public record LogEntry(
    String id, Instant at, Asked asked, Route route, Result result, Tokens tokens, Timing timing) {

  /**
   * What the client wanted.
   *
   * @param keyId tells its key from every other; empty when it showed none, and in entries of old
   * @param key the name of its key, which another key may have too; empty when it showed none
   * @param dialect what it speaks, or empty when its request could not be read
   * @param operation {@code chat}, {@code embeddings} and the like, or the path
   * @param model in its own words
   * @param parameters temperature, limits and other sampling parameters, as a JSON object
   */
  public record Asked(
      String keyId,
      String key,
      String dialect,
      String operation,
      String model,
      boolean stream,
      @Nullable Double temperature,
      String parameters) {}

  /**
   * Where it went.
   *
   * @param model as the upstream calls it; empty before routing
   * @param family of the upstream, for example {@code ollama}
   * @param reason why there, in a few words
   * @param cache what the cache said; empty when it was not asked
   */
  public record Route(
      String upstream, String family, String model, String reason, int retries, String cache) {}

  /**
   * How it ended.
   *
   * @param outcome {@code completed}, {@code failed} or {@code cancelled}
   * @param status 0 when none was sent
   * @param error the code of the failure; empty without one
   */
  public record Result(String outcome, int status, String error) {}

  /**
   * What it took.
   *
   * @param cost in US dollars, where that is known
   */
  public record Tokens(long input, long output, long cached, @Nullable Double cost) {}

  /**
   * Where the time went, in microseconds.
   *
   * @param queue waiting for our own limits
   * @param upstream only waiting for the upstream
   * @param gateway the rest: our own work, and a client that did not read
   * @param firstToken from the request to the first token, where there was one
   * @param tokensPerSecond after the first token, where that can be said
   */
  public record Timing(
      long total,
      long queue,
      long upstream,
      long gateway,
      @Nullable Long firstToken,
      @Nullable Double tokensPerSecond) {}
}
