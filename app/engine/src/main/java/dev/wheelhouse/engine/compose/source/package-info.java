// SPDX-License-Identifier: Apache-2.0
/** From files to trees: YAML with places, variables, and files of variables. */
@NullMarked
package dev.wheelhouse.engine.compose.source;

import org.jspecify.annotations.NullMarked;
