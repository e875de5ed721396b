// SPDX-License-Identifier: Apache-2.0
/** JSON with bounds: the one mapper of the gateway. */
@NullMarked
package dev.wheelhouse.gateway.json;

import org.jspecify.annotations.NullMarked;
