// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.api.live;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wheelhouse.gateway.http.ModelRequests;
import dev.wheelhouse.gateway.json.Json;
import dev.wheelhouse.gateway.key.Caller;
import dev.wheelhouse.gateway.route.ChatRelay;
import dev.wheelhouse.gateway.telemetry.RequestObserver;
import dev.wheelhouse.gateway.timer.Timers;
import dev.wheelhouse.gateway.websocket.WebSocketPeer;
import dev.wheelhouse.gateway.websocket.WebSocketRoute;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /api/live}: JSON messages in, events out. */
public final class LiveRoute implements WebSocketRoute {
  /** The path. */
  public static final String PATH = "/api/live";

  private final Parts parts;

  /**
   * What a session needs.
   *
   * @param statistics the gateway now
   */
  public record Parts(
      ChatRelay relay,
      ModelRequests requests,
      Json json,
      Timers timers,
      RequestObserver observer,
      Supplier<ObjectNode> statistics) {}

  /** Serves with these. */
  public LiveRoute(Parts parts) {
    this.parts = parts;
  }

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public Session accept(Supplier<Optional<Caller>> caller, WebSocketPeer peer) {
    return new LiveSession(parts, caller, peer);
  }
}
