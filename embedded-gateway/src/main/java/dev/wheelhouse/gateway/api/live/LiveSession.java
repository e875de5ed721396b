// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.live;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.api.openai.ChatCompletionsEndpoint;
import dev.wheelhouse.gateway.chat.ClientRequest;
import dev.wheelhouse.gateway.chat.Dialect;
import dev.wheelhouse.gateway.chat.InboundChat;
import dev.wheelhouse.gateway.failure.ApiFailure;
import dev.wheelhouse.gateway.failure.ClientGone;
import dev.wheelhouse.gateway.failure.FailureKind;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.json.JsonFault;
import dev.wheelhouse.gateway.key.Caller;
import dev.wheelhouse.gateway.key.Scope;
import dev.wheelhouse.gateway.route.ChatRelay;
import dev.wheelhouse.gateway.route.Work;
import dev.wheelhouse.gateway.telemetry.ChatTrace;
import dev.wheelhouse.gateway.telemetry.RequestScope;
import dev.wheelhouse.gateway.upstream.CallScope;
import dev.wheelhouse.gateway.upstream.CancelReason;
import dev.wheelhouse.gateway.websocket.WebSocketPeer;
import dev.wheelhouse.gateway.websocket.WebSocketRoute;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One client. Each chat has a thread of its own, so that a client can have several at once, and can
 * cancel one of them.
 */
final class LiveSession implements WebSocketRoute.Session {
  private static final int MAX_CHATS = 16;
  private static final int SHORTEST_INTERVAL_MILLIS = 250;

  private final LiveRoute.Parts parts;
  private final Supplier<Optional<Caller>> callers;
  private final WebSocketPeer peer;
  private final Map<String, CallScope> chats = new ConcurrentHashMap<>();
  private final AtomicInteger lastOrder = new AtomicInteger();
  private volatile boolean over;
  private volatile @Nullable Future<?> nextStatistics;

  LiveSession(LiveRoute.Parts parts, Supplier<Optional<Caller>> callers, WebSocketPeer peer) {
    this.parts = parts;
    this.callers = callers;
    this.peer = peer;
  }

  @Override
  public void message(String text) {
    String id = "";
    try {
      ObjectNode message = parts.json().object(text);
      id = Json.text(message, "id");
      switch (Json.text(message, "type")) {
        case "chat" -> startChat(id, message);
        case "cancel" -> cancel(id);
        case "statistics" -> statistics(message.path("every_ms").asInt(1000));
        default -> throw ApiFailure.invalid("The type must be chat, cancel or statistics.", "type");
      }
    } catch (JsonFault e) {
      refuse(id, ApiFailure.invalid("The message cannot be used: " + e.getMessage() + ".", ""));
    } catch (ApiFailure failure) {
      refuse(id, failure);
    }
  }

  @Override
  public void closed() {
    over = true;
    stopStatistics();
    chats.values().forEach(scope -> scope.cancel(new CancelReason.ClientLeft()));
  }

  /** Whose key it is; it may have been revoked since the client connected. */
  private Caller caller() throws ApiFailure {
    return callers
        .get()
        .orElseThrow(() ->
            ApiFailure.of(
                FailureKind.TOKEN_REJECTED,
                "The gateway does not take this key any more.",
                "Connect again with one that it takes."));
  }

  private void startChat(String id, ObjectNode message) throws ApiFailure {
    Caller caller = caller();
    caller.require(Scope.CHAT);
    if (!(message.path("request") instanceof ObjectNode body) || id.isEmpty()) {
      throw ApiFailure.invalid("A chat needs an id and a request in OpenAI's form.", "request");
    }
    if (chats.size() >= MAX_CHATS) {
      throw ApiFailure.of(
          FailureKind.OVERLOADED, "Too many chats on one connection.", "Wait until one is over.");
    }
    CallScope scope = new CallScope();
    if (chats.putIfAbsent(id, scope) != null) {
      throw ApiFailure.invalid("A chat of this id is under way.", "id");
    }
    body.put("stream", true);
    Thread.ofVirtual().name("gateway-live").start(() -> chat(caller, id, Json.bytes(body), scope));
    if (over) {
      scope.cancel(new CancelReason.ClientLeft());
    }
  }

  private void chat(Caller caller, String id, byte[] body, CallScope scope) {
    RequestScope request = new RequestScope(LiveRoute.PATH, "");
    request.key(caller.id(), caller.name());
    request.run(() -> {
      parts.observer().started(request);
      try {
        converse(caller, id, body, scope);
      } finally {
        chats.remove(id, scope);
        ended(id, request);
        parts.observer().ended(request);
      }
    });
  }

  private void converse(Caller caller, String id, byte[] body, CallScope scope) {
    try {
      ClientRequest asked = parts.requests().read(body, caller, Dialect.OPENAI, Map.of());
      InboundChat inbound = new InboundChat(asked, true, ChatCompletionsEndpoint.reader());
      send(LiveSink.event("start", id).put("request_id", RequestScope.current().id()));
      parts
          .relay()
          .run(
              new Work.Chat(inbound, "chat"),
              new ChatRelay.Client(new LiveSink(id, peer), scope, peer::abort));
    } catch (ApiFailure failure) {
      RequestScope.current().failed(failure.kind().code());
      refuse(id, failure);
    } catch (ClientGone e) {
      scope.close(); // by leaving, or by cancelling this chat alone
    }
  }

  /** There is no status here; the one that HTTP would have had goes into the log. */
  private void ended(String id, RequestScope request) {
    boolean cancelled =
        request.outcome() == ChatTrace.Outcome.CANCELLED && request.trace().isPresent();
    request.ended(cancelled ? 0 : request.errorCode().isEmpty() ? 200 : 500);
    if (cancelled && !over) {
      sendQuietly(LiveSink.event("cancelled", id));
    }
  }

  private void cancel(String id) throws ApiFailure {
    CallScope scope = chats.get(id);
    if (scope == null) {
      throw ApiFailure.invalid("No chat of this id is under way.", "id");
    }
    scope.cancel(new CancelReason.ClientLeft());
  }

  private void statistics(int everyMillis) throws ApiFailure {
    caller().require(Scope.MODELS);
    stopStatistics();
    int order = lastOrder.incrementAndGet();
    if (everyMillis > 0) {
      Duration every = Duration.ofMillis(Math.max(SHORTEST_INTERVAL_MILLIS, everyMillis));
      Thread.ofVirtual().name("gateway-live-statistics").start(() -> tell(every, order));
    }
  }

  private void tell(Duration every, int order) {
    if (order != lastOrder.get() || callers.get().isEmpty()) {
      return; // another order has taken its place
    }
    ObjectNode event = parts.statistics().get();
    event.put("type", "statistics");
    sendQuietly(event);
    if (!over) {
      // a write may block, which the timer thread must not
      nextStatistics =
          parts
              .timers()
              .after(
                  every,
                  () ->
                      Thread.ofVirtual()
                          .name("gateway-live-statistics")
                          .start(() -> tell(every, order)));
    }
  }

  private void stopStatistics() {
    Future<?> next = nextStatistics;
    if (next != null) {
      next.cancel(false);
    }
  }

  private void refuse(String id, ApiFailure failure) {
    sendQuietly(LiveSink.error(id, failure));
  }

  private void send(ObjectNode event) throws ClientGone {
    peer.send(Json.bytes(event));
  }

  private void sendQuietly(ObjectNode event) {
    try {
      send(event);
    } catch (ClientGone e) {
      over = true;
    }
  }
}
