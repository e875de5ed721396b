// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.limit;

import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.limit.Claim.Measure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request that has passed the limits, or was stopped by one. */
public final class Admitted {
  /** A request that no limit concerns. */
  static final Admitted UNLIMITED =
      new Admitted(List.of(), List.of(), Instant.EPOCH, null, _ -> {});

  private final List<Part> parts;
  private final List<LimitStore.Level> levels;
  private final Instant at;
  private final @Nullable Refusal refusal;
  private final Settling settling;
  private final Set<String> settled = new HashSet<>();

  private interface Settling {
    void settle(List<Claim> claims);
  }

  /** A claim, and who makes it. */
  record Part(Limiter.Subject subject, Claim claim) {}

  /** Why a request is stopped, and by whose limit. */
  record Refusal(ApiFailure failure, Limiter.Subject subject) {}

  private Admitted(
      List<Part> parts,
      List<LimitStore.Level> levels,
      Instant at,
      @Nullable Refusal refusal,
      Settling settling) {
    this.parts = List.copyOf(parts);
    this.levels = List.copyOf(levels);
    this.at = at;
    this.refusal = refusal;
    this.settling = settling;
  }

  /** A request that was measured against claims. */
  static Admitted of(
      List<Part> parts,
      LimitStore.Taken taken,
      @Nullable Refusal refusal,
      LimitStore store,
      Clock clock,
      String ticket) {
    return new Admitted(
        parts,
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
      throw refusal.failure();
    }
  }

  /** Whether no limit stopped the request. */
  public boolean granted() {
    return refusal == null;
  }

  /** Whether it was stopped by a limit of this kind of subject. */
  public boolean refusedBy(String kind) {
    return refusal != null && refusal.subject().kind().equals(kind);
  }

  /** What is left of the requests of a minute; of several limits, of the one nearest its end. */
  public Optional<Left> requests() {
    return left(Measure.REQUESTS);
  }

  /** What is left of the tokens of a minute; of several limits, of the one nearest its end. */
  public Optional<Left> tokens() {
    return left(Measure.TOKENS);
  }

  /**
   * What a subject has given for the request.
   *
   * @param asked whether the request was made at all; one that was not counts nothing
   * @param cost in millionths
   */
  public record Spent(boolean asked, long tokens, long cost) {}

  /**
   * A subject has to do with the request no longer. For each account only the first call counts,
   * and none after a refusal. To be used by the request's own thread.
   */
  public void settle(String account, Spent spent) {
    // one without claims is shared by many requests, and has nothing to note
    if (refusal != null || parts.isEmpty() || !settled.add(account)) {
      return;
    }
    List<Claim> actual = new ArrayList<>();
    for (Part part : parts) {
      if (part.subject().account().equals(account)) {
        Claim claim = part.claim();
        actual.add(
            switch (claim.measure()) {
              case TOKENS -> claim.withAmount(spent.tokens());
              case COST -> claim.withAmount(spent.cost());
              case REQUESTS -> spent.asked() ? claim : claim.withAmount(0);
              case CONCURRENT -> claim;
            });
      }
    }
    if (!actual.isEmpty()) {
      settling.settle(actual);
    }
  }

  private Optional<Left> left(Measure measure) {
    List<Left> found = new ArrayList<>();
    for (int i = 0; i < levels.size(); i++) {
      Claim claim = parts.get(i).claim();
      if (claim.measure() == measure) {
        LimitStore.Level level = levels.get(i);
        long remaining = Math.max(0, claim.most() - level.used());
        found.add(new Left(claim.most(), remaining, level.reset(), at.plus(level.reset())));
      }
    }
    return found.stream().min(Comparator.comparingLong(Left::remaining));
  }
}
