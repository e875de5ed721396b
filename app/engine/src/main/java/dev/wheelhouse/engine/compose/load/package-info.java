// SPDX-License-Identifier: Apache-2.0
/** Puts files together as the Compose specification says: extends, include, overrides. */
@NullMarked
package dev.wheelhouse.engine.compose.load;

import org.jspecify.annotations.NullMarked;
