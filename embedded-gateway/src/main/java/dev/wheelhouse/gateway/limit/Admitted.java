// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.limit;

import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.limit.Claim.Measure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A request that has passed the limits, or was stopped by one. */
public final class Admitted {
  /** A request that no limit concerns. */
  static final Admitted UNLIMITED = new Admitted(List.of(), List.of(), Instant.EPOCH, null);

  private final List<Claim> claims;
  private final List<LimitStore.Level> levels;
  private final Instant at;
  private final @Nullable ApiFailure refusal;
  private final Settling settling;
  private final AtomicBoolean settled = new AtomicBoolean();

  private interface Settling {
    void settle(List<Claim> claims);
  }

  private Admitted(
      List<Claim> claims, List<LimitStore.Level> levels, Instant at, @Nullable ApiFailure refusal) {
    this(claims, levels, at, refusal, _ -> {});
  }

  private Admitted(
      List<Claim> claims,
      List<LimitStore.Level> levels,
      Instant at,
      @Nullable ApiFailure refusal,
      Settling settling) {
    this.claims = List.copyOf(claims);
    this.levels = List.copyOf(levels);
    this.at = at;
    this.refusal = refusal;
    this.settling = settling;
  }

  /** A request that was measured against claims. */
  static Admitted of(
      List<Claim> claims,
      LimitStore.Taken taken,
      @Nullable ApiFailure refusal,
      LimitStore store,
      Clock clock,
      String ticket) {
    return new Admitted(
        claims,
        taken.levels(),
        clock.instant(),
        refusal,
        actual -> store.settle(ticket, actual, clock.instant()));
  }

  /**
   * How much of a limit is left.
   *
   * @param reset until all of it is there again
   * @param resetAt the same as a moment
   */
  public record Left(long limit, long remaining, Duration reset, Instant resetAt) {}

  /** Refuses the request if a limit stopped it. */
  public void orThrow() throws ApiFailure {
    if (refusal != null) {
      throw refusal;
    }
  }

  /** What is left of the requests of a minute; of several limits, of the one nearest its end. */
  public Optional<Left> requests() {
    return left(Measure.REQUESTS);
  }

  /** What is left of the tokens of a minute; of several limits, of the one nearest its end. */
  public Optional<Left> tokens() {
    return left(Measure.TOKENS);
  }

  /** The request is over; only the first call counts, and none after a refusal. */
  public void settle(long tokens, long cost) {
    if (claims.isEmpty() || refusal != null || settled.getAndSet(true)) {
      return;
    }
    List<Claim> actual = new ArrayList<>(claims.size());
    for (Claim claim : claims) {
      actual.add(
          switch (claim.measure()) {
            case TOKENS -> claim.withAmount(tokens);
            case COST -> claim.withAmount(cost);
            case REQUESTS, CONCURRENT -> claim;
          });
    }
    settling.settle(actual);
  }

  private Optional<Left> left(Measure measure) {
    List<Left> found = new ArrayList<>();
    for (int i = 0; i < levels.size(); i++) {
      Claim claim = claims.get(i);
      if (claim.measure() == measure) {
        LimitStore.Level level = levels.get(i);
        long remaining = Math.max(0, claim.most() - level.used());
        found.add(new Left(claim.most(), remaining, level.reset(), at.plus(level.reset())));
      }
    }
    return found.stream().min(Comparator.comparingLong(Left::remaining));
  }
}
