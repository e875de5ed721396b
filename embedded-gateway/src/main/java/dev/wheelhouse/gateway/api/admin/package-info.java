// SPDX-License-Identifier: Apache-2.0
/** What belongs to the gateway itself: health and metrics. */
@NullMarked
package dev.wheelhouse.gateway.api.admin;

import org.jspecify.annotations.NullMarked;
