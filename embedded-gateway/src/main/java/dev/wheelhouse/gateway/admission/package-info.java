// SPDX-License-Identifier: Apache-2.0
/** What a request passes between its route and its upstream: limits, then the cache. */
@NullMarked
package dev.wheelhouse.gateway.admission;

import org.jspecify.annotations.NullMarked;
