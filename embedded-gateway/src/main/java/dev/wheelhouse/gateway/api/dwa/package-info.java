// SPDX-License-Identifier: Apache-2.0
/** What Orchesity's clients ask of routing: weights, the best provider, a reset. */
@NullMarked
package dev.wheelhouse.gateway.api.dwa;

import org.jspecify.annotations.NullMarked;
