// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route;

import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.limit.GatewayLimits;
import dev.wheelhouse.gateway.limit.GatewayTimers;
import dev.wheelhouse.gateway.provider.Provider;
import dev.wheelhouse.gateway.route.fallback.Backoff;
import dev.wheelhouse.gateway.route.fallback.FallbackRules;
import dev.wheelhouse.gateway.telemetry.ChatTrace;
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
  private boolean shown;

  /** What all requests share. */
  record Context(GatewayLimits limits, Timers timers) {}

  AttemptLoop(Router router, Context context, Work work, ChatRelay.Client client, ChatTrace trace) {
    this.router = router;
    this.context = context;
    this.work = work;
    this.client = client;
    this.trace = trace;
  }

  /** Answers the request, or says why it cannot be answered. */
  void run(Plan plan) throws ApiFailure, ClientGone {
    Step step = plan.first();
    while (true) {
      try {
        at(step, plan);
        return;
      } catch (ApiFailure failure) {
        if (shown) {
          throw failure;
        }
        step = plan.after(step, failure);
        trace.retried();
        trace.discarded();
        client.scope().nextAttempt();
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
      try (StreamWatch watch = new StreamWatch(client, timers, context.timers(), whole)) {
        for (int attempt = 0; !attempted(step, plan, watch, attempt); attempt++) {
          trace.retried();
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

  /** One attempt; returns whether it answered. Else the wait is over and it is to be repeated. */
  private boolean attempted(Step step, Plan plan, StreamWatch watch, int attempt)
      throws ApiFailure, ClientGone {
    Provider provider = step.upstream().provider();
    watch.attemptStarted();
    trace.attemptStarted(provider.name());
    client.sink().header(HEADER, plan.attempt(step));
    StartBuffer start = new StartBuffer(client.sink(), trace, router::nanos, watch::contentSeen);
    long begun = router.nanos();
    router.started(step);
    boolean answered;
    try {
      answered = atTarget(step, start);
    } catch (ApiFailure failure) {
      shown = start.open();
      trace.attemptEnded(failure.kind().code());
      step.upstream().failed(failure);
      router.failed(step, failure, start.begun());
      repeatOrThrow(step, failure, attempt, start);
      return false;
    }
    shown = true;
    trace.attemptEnded("");
    if (answered) {
      step.upstream().healthy();
      double cost = step.cost(trace.usage());
      if (cost > 0) {
        trace.cost(cost);
      }
      router.answered(plan, step, (start.contentNanos() - begun) / 1e9, cost);
    } else {
      router.left(step);
    }
    client.sink().end();
    return true;
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

  private void repeatOrThrow(Step step, ApiFailure failure, int attempt, StartBuffer start)
      throws ApiFailure, ClientGone {
    Duration asked = failure.retryAfter();
    Duration wait =
        asked.isZero() ? Backoff.of(attempt, ThreadLocalRandom.current().nextDouble()) : asked;
    // what asks for a longer wait is not waited for: others can answer, or the client can decide
    boolean over = shown || attempt >= step.retries() || !Backoff.bearable(wait);
    if (over || !repeatable(step, failure, start)) {
      throw failure;
    }
    trace.discarded();
    client.scope().pause(wait, step.upstream().name());
  }

  /** Without a pool, only what the upstream surely did not work on. */
  private static boolean repeatable(Step step, ApiFailure failure, StartBuffer start) {
    return step.pooled()
        ? FallbackRules.of(failure) == FallbackRules.Next.REPEAT
        : failure.kind().repeatable() && !start.begun();
  }
}
