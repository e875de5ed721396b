// SPDX-License-Identifier: Apache-2.0
/** Chats and live statistics over a WebSocket. */
@NullMarked
package dev.wheelhouse.gateway.api.live;

import org.jspecify.annotations.NullMarked;
