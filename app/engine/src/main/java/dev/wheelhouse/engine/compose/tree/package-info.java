// SPDX-License-Identifier: Apache-2.0
/**
 * What a Compose file is while it is read: values that know where they stand, and what can be asked
 * of them.
 */
@NullMarked
package dev.wheelhouse.engine.compose.tree;

import org.jspecify.annotations.NullMarked;
