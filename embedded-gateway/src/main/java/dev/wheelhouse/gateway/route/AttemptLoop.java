// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route;

import dev.wheelhouse.gateway.admission.Pass;
import dev.wheelhouse.gateway.credential.KeyTurn;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.failure.FailureKind;
import dev.wheelhouse.gateway.limit.GatewayLimits;
import dev.wheelhouse.gateway.limit.GatewayTimers;
import dev.wheelhouse.gateway.route.fallback.Backoff;
import dev.wheelhouse.gateway.route.fallback.FallbackRules;
import dev.wheelhouse.gateway.route.fallback.SpeedProbe;
import dev.wheelhouse.gateway.route.pool.ThroughputGuard;
import dev.wheelhouse.gateway.telemetry.ChatTrace;
import dev.wheelhouse.gateway.timer.Rounds;
import dev.wheelhouse.gateway.timer.Timers;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The only place that repeats anything: at the same target, and from target to target of a pool,
 * until the client has seen content. One instance serves one request, on its thread.
 */
final class AttemptLoop {
  /** Tells the client where its request went, and why. */
  static final String HEADER = "X-Wheelhouse-Route";

  private final Router router;
  private final Context context;
  private final Work work;
  private final ChatRelay.Client client;
  private final ChatTrace trace;
  private final Pass pass;
  private boolean shown;

  /** What all requests share. */
  record Context(GatewayLimits limits, Timers timers, Rounds rounds) {}

  /** The request's stay at one target. */
  private record Visit(Step step, Plan plan, StreamWatch watch, KeyTurn keys) {}

  /** How an attempt went that was no failure of the target. */
  private enum Ended {
    ANSWERED,
    /** The target may be asked again; that counts. */
    REPEAT,
    /** It may be asked with another key. */
    OTHER_KEY
  }

  AttemptLoop(
      Router router,
      Context context,
      Work work,
      ChatRelay.Client client,
      ChatTrace trace,
      Pass pass) {
    this.router = router;
    this.context = context;
    this.work = work;
    this.client = client;
    this.trace = trace;
    this.pass = pass;
  }

  /** Answers the request, or says why it cannot be answered. */
  void run(Plan plan) throws ApiFailure, ClientGone {
    Step step = within(plan.first(), plan);
    while (true) {
      try {
        at(step, plan);
        return;
      } catch (ApiFailure failure) {
        if (shown) {
          throw failure;
        }
        step = within(plan.after(step, failure), plan);
        trace.retried();
        trace.discarded();
        client.scope().nextAttempt();
      }
    }
  }

  /** This step, or the next one whose model is within its limits. */
  private Step within(Step first, Plan plan) throws ApiFailure {
    Step step = first;
    while (true) {
      try {
        pass.use(step.entry().model().id());
        return step;
      } catch (ApiFailure full) {
        router.left(step);
        step = plan.past(step, full);
      }
    }
  }

  private void at(Step step, Plan plan) throws ApiFailure, ClientGone {
    Upstream upstream = step.upstream();
    step.tell(trace);
    upstream.chatStarted();
    try {
      boolean whole = work.inOnePiece(upstream.provider());
      GatewayTimers timers = timers(plan);
      try (StreamWatch watch = new StreamWatch(client, timers, context.rounds(), whole)) {
        Visit visit = new Visit(step, plan, watch, upstream.keys().turn(step.entry().model().id()));
        int repeats = 0;
        for (Ended ended = attempted(visit, 0);
            ended != Ended.ANSWERED;
            ended = attempted(visit, repeats)) {
          trace.retried();
          repeats += ended == Ended.REPEAT ? 1 : 0;
        }
      }
    } finally {
      upstream.chatEnded(trace);
    }
  }

  private GatewayTimers timers(Plan plan) {
    GatewayTimers timers = context.limits().timers();
    LivePool pool = plan.pool();
    return pool == null || pool.pool().options().firstToken().isZero()
        ? timers
        : timers.withFirstToken(pool.pool().options().firstToken());
  }

  /** One attempt. When it did not answer, the wait is over and it is to be repeated. */
  private Ended attempted(Visit visit, int repeats) throws ApiFailure, ClientGone {
    Step step = visit.step();
    Upstream upstream = step.upstream();
    if (!keyTaken(visit, repeats)) {
      return Ended.REPEAT;
    }
    visit.watch().attemptStarted();
    trace.attemptStarted(upstream.name());
    client.sink().header(HEADER, visit.plan().attempt(step, visit.keys()));
    StartBuffer start = start(visit);
    long begun = router.nanos();
    router.started(step);
    boolean answered;
    try (start) {
      answered = atTarget(step, start);
    } catch (ApiFailure failure) {
      visit.watch().attemptEnded();
      shown = start.open();
      trace.attemptEnded(failure.kind().code());
      visit.keys().failed(failure);
      if (!shown && visit.keys().another(failure)) {
        upstream.keyFailed();
        pauseForOtherKey(visit, failure);
        return Ended.OTHER_KEY;
      }
      ApiFailure whole = visit.keys().whole(failure, upstream.name());
      upstream.failed(whole);
      router.failed(step, whole, start.begun());
      repeatOrThrow(visit, whole, repeats, start.begun());
      return Ended.REPEAT;
    }
    shown = true;
    trace.attemptEnded("");
    if (answered) {
      visit.keys().worked();
      upstream.healthy();
      double cost = step.cost(trace.usage());
      if (cost > 0) {
        trace.cost(cost);
      }
      router.answered(visit.plan(), step, (start.contentNanos() - begun) / 1e9, cost);
    } else {
      router.left(step);
    }
    client.sink().end();
    return Ended.ANSWERED;
  }

  private StartBuffer start(Visit visit) {
    LivePool pool = visit.plan().pool();
    ThroughputGuard guard = pool == null ? ThroughputGuard.OFF : pool.pool().options().throughput();
    // a slow answer is better than none
    SpeedProbe probe =
        guard.on() && visit.plan().others(pass::wouldAllow)
            ? new SpeedProbe(guard, client.scope(), context.timers(), router::nanos)
            : null;
    return new StartBuffer(
        client.sink(),
        trace,
        router::nanos,
        visit.watch()::contentSeen,
        visit.step().upstream().name(),
        probe);
  }

  /** Chooses the key; false when every one rested and the wait for that is over. */
  private boolean keyTaken(Visit visit, int repeats) throws ApiFailure, ClientGone {
    try {
      client.scope().key(visit.keys().take(visit.step().upstream().name()));
      return true;
    } catch (ApiFailure resting) {
      router.left(visit.step()); // it was not even asked
      repeatOrThrow(visit, resting, repeats, false);
      return false;
    }
  }

  /** A limit may be one of the whole account, so another key is not asked at once. */
  private void pauseForOtherKey(Visit visit, ApiFailure failure) throws ApiFailure, ClientGone {
    Step step = visit.step();
    trace.discarded();
    trace.reason(step.why() + ", " + visit.keys().why());
    if (failure.kind() != FailureKind.UPSTREAM_RATE_LIMITED) {
      return;
    }
    int before = visit.keys().limited() - 1;
    Duration wait = Backoff.of(before, ThreadLocalRandom.current().nextDouble());
    try {
      client.scope().pause(wait, step.upstream().name());
    } catch (ApiFailure | ClientGone e) {
      router.left(step);
      throw e;
    }
  }

  /** Asks; when this returns or throws, the target has nothing more to do for this request. */
  private boolean atTarget(Step step, StartBuffer start) throws ApiFailure, ClientGone {
    boolean gone = true;
    try {
      Work.Place place = new Work.Place(step.entry().model(), client.scope(), start);
      boolean answered = work.attempt(step.upstream().provider(), place);
      start.release();
      gone = false;
      return answered;
    } catch (ApiFailure failure) {
      gone = false;
      throw failure;
    } finally {
      router.ended(step);
      if (gone) {
        router.left(step);
      }
    }
  }

  private void repeatOrThrow(Visit visit, ApiFailure failure, int attempt, boolean begun)
      throws ApiFailure, ClientGone {
    Step step = visit.step();
    Duration asked = failure.retryAfter();
    Duration wait =
        asked.isZero() ? Backoff.of(attempt, ThreadLocalRandom.current().nextDouble()) : asked;
    // what asks for a longer wait is not waited for: others can answer, or the client can decide
    boolean over = shown || attempt >= step.retries() || !Backoff.bearable(wait);
    if (over || !repeatable(step, failure, begun)) {
      throw failure;
    }
    trace.discarded();
    client.scope().pause(wait, step.upstream().name());
    visit.keys().waited();
  }

  /** Without a pool, only what the upstream surely did not work on. */
  private static boolean repeatable(Step step, ApiFailure failure, boolean begun) {
    return step.pooled()
        ? FallbackRules.of(failure) == FallbackRules.Next.REPEAT
        : failure.kind().repeatable() && !begun;
  }
}
