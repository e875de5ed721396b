// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route;

import dev.wheelhouse.gateway.admission.Admission;
import dev.wheelhouse.gateway.admission.Asked;
import dev.wheelhouse.gateway.admission.Pass;
import dev.wheelhouse.gateway.answer.ChatSink;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.limit.GatewayLimits;
import dev.wheelhouse.gateway.provider.Provider;
import dev.wheelhouse.gateway.telemetry.ChatTrace;
import dev.wheelhouse.gateway.telemetry.GatewayMetrics;
import dev.wheelhouse.gateway.timer.Timers;
import dev.wheelhouse.gateway.upstream.CallScope;
import dev.wheelhouse.gateway.upstream.CancelReason;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one request, most often a chat, from the client to an upstream and back. This is the only
 * place that repeats anything: an attempt that surely was not worked on, before the client has seen
 * any content.
 */
public final class ChatRelay implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChatRelay.class);
  private static final long FIRST_BACKOFF_MILLIS = 500;
  private static final long LONGEST_BACKOFF_MILLIS = 5_000;

  private final Catalogue catalogue;
  private final Admission admission;
  private final GatewayLimits limits;
  private final GatewayMetrics metrics;
  private final Timers timers;
  private final Set<CallScope> underWay = ConcurrentHashMap.newKeySet();

  /** A relay over these models. */
  public ChatRelay(
      Catalogue catalogue,
      Admission admission,
      GatewayLimits limits,
      GatewayMetrics metrics,
      Timers timers) {
    this.catalogue = catalogue;
    this.admission = admission;
    this.limits = limits;
    this.metrics = metrics;
    this.timers = timers;
  }

  /**
   * The client's side of one chat.
   *
   * @param sink takes the answer
   * @param scope is cancelled when the client leaves
   * @param abort closes the client's connection
   */
  public record Client(ChatSink sink, CallScope scope, Runnable abort) {
    /**
     * A client that is watched from now on.
     *
     * @param onClientGone takes what is to be done when the client leaves
     */
    public static Client watched(ChatSink sink, Consumer<Runnable> onClientGone, Runnable abort) {
      CallScope scope = new CallScope();
      onClientGone.accept(() -> scope.cancel(new CancelReason.ClientLeft()));
      return new Client(sink, scope, abort);
    }

    /** The same client behind another sink. */
    Client with(ChatSink other) {
      return new Client(other, scope, abort);
    }
  }

  /** Answers one piece of work, with success or failure; throws only when the client has gone. */
  public void run(Work work, Client client) throws ClientGone {
    ChatTrace trace = new ChatTrace(work.operation());
    trace.asked(work.model(), work.stream());
    underWay.add(client.scope());
    try {
      Catalogue.Entry entry = catalogue.resolve(work.model());
      Upstream upstream = entry.upstream();
      trace.routed(upstream.name(), upstream.provider().family(), entry.model().id());
      Asked asked = new Asked(work.request(), work.chat(), work.operation(), entry.model().id());
      try (Pass pass = admission.admit(asked, client.sink(), trace)) {
        upstream.chatStarted();
        try {
          attempts(entry, work, client.with(pass.sink()), trace);
          pass.sink().end();
          trace.completed();
        } finally {
          upstream.chatEnded(trace);
        }
      }
    } catch (ApiFailure failure) {
      trace.failed(failure);
      client.sink().fail(failure);
    } finally {
      underWay.remove(client.scope());
      client.scope().close();
      trace.waited(client.scope().waitedNanos());
      metrics.chatEnded(trace);
      log(trace);
    }
  }

  /** Ends every chat under way; each client is told that the gateway stops. */
  @Override
  public void close() {
    underWay.forEach(scope -> scope.cancel(new CancelReason.Stopping()));
  }

  private void attempts(Catalogue.Entry entry, Work work, Client client, ChatTrace trace)
      throws ApiFailure, ClientGone {
    Provider provider = entry.upstream().provider();
    boolean whole = work.inOnePiece(provider);
    try (StreamWatch watch = new StreamWatch(client, limits.timers(), timers, whole)) {
      for (int attempt = 0; ; attempt++) {
        watch.attemptStarted();
        trace.attemptStarted(provider.name());
        StartBuffer start = new StartBuffer(client.sink(), trace, watch::contentSeen);
        try {
          boolean answered =
              work.attempt(provider, new Work.Place(entry.model(), client.scope(), start));
          start.release();
          trace.attemptEnded("");
          if (answered) {
            entry.upstream().healthy();
          }
          return;
        } catch (ApiFailure failure) {
          trace.attemptEnded(failure.kind().code());
          entry.upstream().failed(failure);
          Duration wait = backoff(failure, attempt);
          if (start.open() || attempt >= limits.maxRetries() || !worthRepeating(failure, wait)) {
            throw failure;
          }
          trace.retried();
          client.scope().pause(wait, provider.name());
        }
      }
    }
  }

  /** An upstream that asks for a longer wait is not waited for: the client can decide better. */
  private static boolean worthRepeating(ApiFailure failure, Duration wait) {
    return failure.kind().repeatable() && wait.toMillis() <= LONGEST_BACKOFF_MILLIS * 2;
  }

  private static Duration backoff(ApiFailure failure, int attempt) {
    if (!failure.retryAfter().isZero()) {
      return failure.retryAfter();
    }
    long base = Math.min(FIRST_BACKOFF_MILLIS << Math.min(attempt, 10), LONGEST_BACKOFF_MILLIS);
    return Duration.ofMillis(Math.round(base * ThreadLocalRandom.current().nextDouble(0.8, 1.2)));
  }

  private static void log(ChatTrace trace) {
    LOG.debug(
        "{} {} upstream={} model={} tokens={}+{} first={}s retries={} {}",
        trace.operation(),
        trace.outcome(),
        trace.upstream(),
        trace.model(),
        trace.usage().prompt(),
        trace.usage().completion(),
        trace.secondsToFirstToken(),
        trace.retries(),
        trace.errorCode());
  }
}
