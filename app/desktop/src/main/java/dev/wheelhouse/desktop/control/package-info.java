// SPDX-License-Identifier: Apache-2.0
/** Controls that the screens share. */
@NullMarked
package dev.wheelhouse.desktop.control;

import org.jspecify.annotations.NullMarked;
