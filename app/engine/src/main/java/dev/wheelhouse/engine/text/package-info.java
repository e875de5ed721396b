// SPDX-License-Identifier: Apache-2.0
/** How amounts are written for people: the same in the window, on the command line, in problems. */
@NullMarked
package dev.wheelhouse.engine.text;

import org.jspecify.annotations.NullMarked;
