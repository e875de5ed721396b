// SPDX-License-Identifier: Apache-2.0
/** Amounts and times as people read them. */
@NullMarked
package dev.wheelhouse.desktop.format;

import org.jspecify.annotations.NullMarked;
