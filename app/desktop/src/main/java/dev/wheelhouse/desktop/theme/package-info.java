// SPDX-License-Identifier: Apache-2.0
/** Colours by meaning, type, icons and style names. */
@NullMarked
package dev.wheelhouse.desktop.theme;

import org.jspecify.annotations.NullMarked;
