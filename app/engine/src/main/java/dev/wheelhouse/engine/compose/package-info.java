// SPDX-License-Identifier: Apache-2.0
/** The Compose model: parse, interpolate and validate. */
@NullMarked
package dev.wheelhouse.engine.compose;

import org.jspecify.annotations.NullMarked;
