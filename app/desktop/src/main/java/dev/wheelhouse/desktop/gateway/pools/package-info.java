// SPDX-License-Identifier: Apache-2.0
/** The section Pools: names for several models, how one is chosen, and why. */
@NullMarked
package dev.wheelhouse.desktop.gateway.pools;

import org.jspecify.annotations.NullMarked;
