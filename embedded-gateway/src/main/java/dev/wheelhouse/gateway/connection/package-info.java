// SPDX-License-Identifier: Apache-2.0
/**
 * Connections of clients: reading ahead, noticing that a client has left, and ending in good order.
 */
@NullMarked
package dev.wheelhouse.gateway.connection;

import org.jspecify.annotations.NullMarked;
