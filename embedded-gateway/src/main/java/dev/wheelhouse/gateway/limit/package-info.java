// SPDX-License-Identifier: Apache-2.0
/** Bounds of the gateway: sizes, counts and timers. */
@NullMarked
package dev.wheelhouse.gateway.limit;

import org.jspecify.annotations.NullMarked;
