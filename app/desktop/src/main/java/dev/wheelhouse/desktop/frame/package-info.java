// SPDX-License-Identifier: Apache-2.0
/** What a screen may ask of the window around it, and what the window asks of a screen. */
@NullMarked
package dev.wheelhouse.desktop.frame;

import org.jspecify.annotations.NullMarked;
