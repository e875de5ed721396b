// SPDX-License-Identifier: Apache-2.0
/** Writes the Compose model: what a file comes to, for people and for scripts. */
@NullMarked
package dev.wheelhouse.engine.compose.write;

import org.jspecify.annotations.NullMarked;
