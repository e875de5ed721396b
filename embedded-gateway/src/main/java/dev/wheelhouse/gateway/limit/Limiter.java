// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.limit;

import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.FailureKind;
import dev.wheelhouse.gateway.limit.Claim.Measure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Lets a request in when it is within every limit that concerns it. */
public final class Limiter {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration LONGEST_REQUEST = Duration.ofHours(2);
  private static final Duration A_MOMENT = Duration.ofSeconds(1);

  private final Clock clock;
  private volatile LimitStore store;

  /** Counts in this store. */
  public Limiter(LimitStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Counts in another store from now on; what was counted before does not move. */
  public void store(LimitStore next) {
    store = next;
  }

  /**
   * Someone or something with limits.
   *
   * @param account the same on every gateway that shares the store
   * @param kind what it is, as failures call it: {@code key} or {@code model}
   */
  public record Subject(String account, String kind, KeyLimits limits) {
    /** The same for a request that it has counted already. */
    public Subject countedAlready() {
      return new Subject(account, kind, limits.withoutRequests());
    }
  }

  /**
   * Lets a request in, or says by which limit it is not.
   *
   * @param tokens how many it may well take, for limits of tokens
   */
  public Admitted admit(List<Subject> subjects, long tokens) {
    Instant now = clock.instant();
    List<Admitted.Part> parts = new ArrayList<>();
    for (Subject subject : subjects) {
      claims(subject, tokens, now).forEach(claim -> parts.add(new Admitted.Part(subject, claim)));
    }
    if (parts.isEmpty()) {
      return Admitted.UNLIMITED;
    }
    LimitStore used = store;
    String ticket = UUID.randomUUID().toString();
    List<Claim> claims = parts.stream().map(Admitted.Part::claim).toList();
    LimitStore.Taken taken = used.take(ticket, claims, now);
    Admitted.Refusal refusal =
        taken.granted() ? null : refusal(parts.get(taken.refused()), taken, now);
    return Admitted.of(parts, taken, refusal, used, clock, ticket);
  }

  /** Whether all limits would let a request in now. It takes nothing. */
  public boolean fits(List<Subject> subjects, long tokens) {
    Instant now = clock.instant();
    List<Claim> claims = new ArrayList<>();
    subjects.forEach(subject -> claims.addAll(claims(subject, tokens, now)));
    if (claims.isEmpty()) {
      return true;
    }
    // behind them stands one that never fits: so nothing is taken, and all others were looked at
    claims.add(new Claim("nobody", Measure.REQUESTS, 0, 1, MINUTE));
    return store.take(UUID.randomUUID().toString(), claims, now).refused() == claims.size() - 1;
  }

  private static List<Claim> claims(Subject subject, long tokens, Instant now) {
    KeyLimits limits = subject.limits();
    String account = subject.account();
    List<Claim> claims = new ArrayList<>();
    long minute = limits.requestsPerMinute();
    if (minute > 0) {
      claims.add(new Claim(account, Measure.REQUESTS, minute, 1, MINUTE));
    }
    if (limits.tokensPerMinute() > 0) {
      long most = limits.tokensPerMinute();
      // a single request above the limit is let in when nothing else counts: it would never fit
      claims.add(new Claim(account, Measure.TOKENS, most, Math.min(tokens, most), MINUTE));
    }
    if (limits.budgetPerDay() > 0) {
      String day = account + " " + LocalDate.ofInstant(now, ZoneOffset.UTC);
      claims.add(new Claim(day, Measure.COST, limits.budgetPerDay(), 0, Duration.ofDays(2)));
    }
    if (limits.budgetPerMonth() > 0) {
      String month = account + " " + YearMonth.from(now.atOffset(ZoneOffset.UTC));
      claims.add(new Claim(month, Measure.COST, limits.budgetPerMonth(), 0, Duration.ofDays(62)));
    }
    if (limits.concurrent() > 0) {
      claims.add(new Claim(account, Measure.CONCURRENT, limits.concurrent(), 1, LONGEST_REQUEST));
    }
    return claims;
  }

  private static Admitted.Refusal refusal(Admitted.Part part, LimitStore.Taken taken, Instant now) {
    Claim claim = part.claim();
    String kind = part.subject().kind();
    Duration fits = taken.levels().get(taken.refused()).fits();
    ApiFailure failure =
        switch (claim.measure()) {
          case REQUESTS ->
              limited("This %s allows %d requests a minute.".formatted(kind, claim.most()), fits);
          case TOKENS ->
              limited("This %s allows %d tokens a minute.".formatted(kind, claim.most()), fits);
          case CONCURRENT ->
              limited(
                  "This %s allows %d requests at once.".formatted(kind, claim.most()), A_MOMENT);
          case COST ->
              ApiFailure.of(
                      FailureKind.BUDGET_SPENT,
                      "The budget of this %s is spent.".formatted(kind),
                      "Raise it in the gateway's settings, or wait for the next period.")
                  .retryAfter(wholeSeconds(untilNextPeriod(claim, now)));
        };
    return new Admitted.Refusal(failure, part.subject());
  }

  private static ApiFailure limited(String cause, Duration wait) {
    return ApiFailure.of(FailureKind.RATE_LIMITED, cause, "Wait, or raise the limit.")
        .retryAfter(wholeSeconds(wait));
  }

  /** The header has no fractions, and who comes too early is refused again. */
  private static Duration wholeSeconds(Duration wait) {
    return Duration.ofSeconds(Math.max(1, wait.plusMillis(999).toSeconds()));
  }

  private static Duration untilNextPeriod(Claim claim, Instant now) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    boolean day = claim.account().endsWith(today.toString());
    LocalDate next = day ? today.plusDays(1) : today.plusMonths(1).withDayOfMonth(1);
    return Duration.between(now, next.atStartOfDay(ZoneOffset.UTC).toInstant());
  }
}
