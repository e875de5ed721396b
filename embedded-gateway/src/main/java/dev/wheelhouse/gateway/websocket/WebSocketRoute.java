// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.websocket;

import dev.wheelhouse.gateway.key.Caller;
import java.util.Optional;
import java.util.function.Supplier;

/** A path that speaks WebSocket. */
public interface WebSocketRoute {
  /** The path. */
  String path();

  /**
   * A client has connected; Host, Origin and key were checked.
   *
   * @param caller checks the key anew, as a connection may outlive it; empty when it is refused now
   */
  Session accept(Supplier<Optional<Caller>> caller, WebSocketPeer peer);

  /** The server's side of one connection. Called by the connection's own thread. */
  interface Session {
    /** A whole message. */
    void message(String text);

    /** The client has gone; called once. */
    void closed();
  }
}
