// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.route;

import dev.wheelhouse.gateway.admission.Admission;
import dev.wheelhouse.gateway.admission.Asked;
import dev.wheelhouse.gateway.admission.Pass;
import dev.wheelhouse.gateway.answer.ChatSink;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.limit.GatewayLimits;
import dev.wheelhouse.gateway.telemetry.ChatTrace;
import dev.wheelhouse.gateway.telemetry.GatewayMetrics;
import dev.wheelhouse.gateway.timer.Rounds;
import dev.wheelhouse.gateway.timer.Timers;
import dev.wheelhouse.gateway.upstream.CallScope;
import dev.wheelhouse.gateway.upstream.CancelReason;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one request, most often a chat, from the client to an upstream and back. */
public final class ChatRelay implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChatRelay.class);

  private final Router router;
  private final Admission admission;
  private final AttemptLoop.Context context;
  private final GatewayMetrics metrics;
  private final Set<CallScope> underWay = ConcurrentHashMap.newKeySet();

  /** A relay that goes where the router says. */
  public ChatRelay(
      Router router,
      Admission admission,
      GatewayLimits limits,
      GatewayMetrics metrics,
      Timers timers) {
    this.router = router;
    this.admission = admission;
    this.context = new AttemptLoop.Context(limits, timers, new Rounds(timers));
    this.metrics = metrics;
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
      scope.beforeWaiting(() -> flush(sink, scope));
      return new Client(sink, scope, abort);
    }

    private static void flush(ChatSink sink, CallScope scope) {
      try {
        sink.flush();
      } catch (ClientGone e) {
        scope.cancel(new CancelReason.ClientLeft());
      }
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
      Plan plan = router.plan(work, context.limits().maxRetries());
      plan.expected().ifPresent(step -> step.tell(trace));
      Asked asked =
          new Asked(work.request(), work.chat(), work.operation(), plan.models(), plan.staysHere());
      try (Pass pass = admission.admit(asked, client.sink(), trace)) {
        plan.begin(pass.model()).ifPresent(step -> step.tell(trace));
        if (pass.answered()) {
          pass.sink().header(AttemptLoop.HEADER, "cache");
          pass.replay();
        } else {
          Client behind = client.with(pass.sink());
          new AttemptLoop(router, context, work, behind, trace, pass).run(plan);
        }
        trace.completed();
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

  /** How many requests to models are under way. */
  public int underWay() {
    return underWay.size();
  }

  /** Ends every chat under way; each client is told that the gateway stops. */
  @Override
  public void close() {
    underWay.forEach(scope -> scope.cancel(new CancelReason.Stopping()));
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
