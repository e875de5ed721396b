// SPDX-License-Identifier: Apache-2.0
/** What a failure means for a request, and how long to wait before a repeat. */
@NullMarked
package dev.wheelhouse.gateway.route.fallback;

import org.jspecify.annotations.NullMarked;
