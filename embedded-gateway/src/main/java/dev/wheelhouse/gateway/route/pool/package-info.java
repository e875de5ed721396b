// SPDX-License-Identifier: Apache-2.0
/** How models are routed, as the user sets it up, and what the gateway tells about it. */
@NullMarked
package dev.wheelhouse.gateway.route.pool;

import org.jspecify.annotations.NullMarked;
