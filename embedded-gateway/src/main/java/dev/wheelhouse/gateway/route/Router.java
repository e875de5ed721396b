// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route;

import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.route.policy.ConversationKey;
import dev.wheelhouse.gateway.route.pool.BreakerSettings;
import dev.wheelhouse.gateway.telemetry.RequestScope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Finds the targets for a request, and learns from how they did. It waits for nothing but, when a
 * model is nowhere, for one question to the upstreams.
 */
public final class Router {
  private static final Duration FRESH = Duration.ofSeconds(2);

  private final Catalogue catalogue;
  private final Upstreams upstreams;
  private final Pools pools;
  private final RouteSources sources;
  private final AtomicLong attempts = new AtomicLong();

  /** A router over these models and pools. */
  public Router(Catalogue catalogue, Upstreams upstreams, Pools pools, RouteSources sources) {
    this.catalogue = catalogue;
    this.upstreams = upstreams;
    this.pools = pools;
    this.sources = sources;
  }

  /** The way of a request. */
  Plan plan(Work work, int retries) throws ApiFailure {
    Optional<LivePool> named = pools.named(work.model());
    if (named.isEmpty()) {
      Catalogue.Entry entry = catalogue.resolve(work.model());
      return Plan.alone(this, work, Step.alone(entry, retries, "it has the model"));
    }
    LivePool pool = named.get();
    long conversation =
        pool.pool().options().sticky()
            ? ConversationKey.of(RequestScope.current().session(), work.request().json())
            : 0;
    Choice choice = pool.choose(conversation, sources.chance());
    if (choice.order().isEmpty() && pool.members().isEmpty()) {
      upstreams.refreshAll(FRESH);
      choice = pool.choose(conversation, sources.chance());
    }
    return new Plan(this, work, pool, fitting(choice, work, pool), conversation, null);
  }

  /** Vectors of two models cannot be compared: then only the pool's first model will do. */
  private static Choice fitting(Choice choice, Work work, LivePool pool) {
    if (work.anyModel()) {
      return choice;
    }
    String model = pool.pool().targets().getFirst().model();
    List<Member> same =
        choice.order().stream().filter(m -> m.candidate().target().model().equals(model)).toList();
    return new Choice(same, choice.passedOver(), choice.why(), choice.lastResort());
  }

  /**
   * The models that are set for conversations too long for this one, as far as they may be asked.
   */
  List<Step> larger(@Nullable LivePool pool, Work work, Step failed) {
    String model = failed.entry().model().id();
    return catalogue
        .larger(pool, List.of(work.model(), model), work.request().caller().models())
        .stream()
        .filter(each -> each.refusal().isEmpty())
        .flatMap(each -> each.entry().stream())
        .filter(entry -> work.anyModel() || entry.model().id().equals(model))
        .map(entry -> Step.alone(entry, 0, "the conversation needs a larger context"))
        .toList();
  }

  /** Now, by the clock of routing. */
  Instant now() {
    return sources.clock().instant();
  }

  /** Measures spans of time. */
  long nanos() {
    return sources.nanos().getAsLong();
  }

  /** An attempt starts. */
  void started(Step step) {
    step.health().started(attempts.incrementAndGet());
  }

  /** An attempt is over, however. */
  void ended(Step step) {
    step.health().ended();
  }

  /** The client left before there was an outcome. */
  void left(Step step) {
    step.upstream().gate().left();
    step.health().gate().left();
  }

  /** The target answered. */
  void answered(Plan plan, Step step, double seconds, double cost) {
    step.upstream().gate().succeeded();
    step.health().gate().succeeded();
    step.health().answered(seconds, cost);
    LivePool pool = plan.pool();
    if (pool != null && step.pooled()) {
      pool.answered(plan.conversation(), step.target());
    }
  }

  /**
   * The target failed.
   *
   * @param begun whether its answer had begun
   */
  void failed(Step step, ApiFailure failure, boolean begun) {
    BreakerSettings breaker = pools.config().breaker();
    String cause = failure.causeText();
    switch (failure.kind()) {
      case UPSTREAM_UNREACHABLE -> {
        step.upstream().gate().unreachable(now(), breaker, cause);
        step.health().gate().left();
        step.health().failed(false);
      }
      // providers count by model; where one counts by account, its other models say so themselves
      case UPSTREAM_RATE_LIMITED -> {
        step.upstream().gate().left();
        step.health().gate().rateLimited(now(), failure.retryAfter(), cause);
        step.health().failed(false);
      }
      case UPSTREAM_CREDENTIALS, UPSTREAM_CREDENTIALS_EXHAUSTED -> {
        step.upstream().gate().misconfigured(now(), cause);
        step.health().gate().left();
        step.health().failed(false);
      }
      case UPSTREAM_FAILED, UPSTREAM_BUSY, UPSTREAM_TIMEOUT, UPSTREAM_TOO_SLOW -> {
        step.upstream().gate().left();
        step.health().gate().failed(now(), breaker, cause);
        step.health().failed(begun);
      }
      // it answered; that the request was no good is not its fault
      case UPSTREAM_REFUSED, MODEL_NOT_FOUND -> {
        step.upstream().gate().succeeded();
        step.health().gate().succeeded();
      }
      default -> left(step);
    }
  }
}
