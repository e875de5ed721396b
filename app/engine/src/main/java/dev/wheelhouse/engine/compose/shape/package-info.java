// SPDX-License-Identifier: Apache-2.0
/** What may stand where in a Compose file, in one table, and the check against it. */
@NullMarked
package dev.wheelhouse.engine.compose.shape;

import org.jspecify.annotations.NullMarked;
