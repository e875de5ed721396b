// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.websocket;

import dev.wheelhouse.gateway.key.Caller;

/** A path that speaks WebSocket. */
public interface WebSocketRoute {
  /** The path. */
  String path();

  /** A client has connected; Host, Origin and key were checked. */
  Session accept(Caller caller, WebSocketPeer peer);

  /** The server's side of one connection. Called by the connection's own thread. */
  interface Session {
    /** A whole message. */
    void message(String text);

    /** The client has gone; called once. */
    void closed();
  }
}
