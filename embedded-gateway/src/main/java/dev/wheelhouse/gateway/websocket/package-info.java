// SPDX-License-Identifier: Apache-2.0
/** WebSocket (RFC 6455) on the server's connections: handshake, frames, messages. */
@NullMarked
package dev.wheelhouse.gateway.websocket;

import org.jspecify.annotations.NullMarked;
