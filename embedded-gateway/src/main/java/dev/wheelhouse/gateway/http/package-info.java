// SPDX-License-Identifier: Apache-2.0
/** The server: connections, guards, exchanges, error mapping and event frames. */
@NullMarked
package dev.wheelhouse.gateway.http;

import org.jspecify.annotations.NullMarked;
