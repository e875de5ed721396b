// SPDX-License-Identifier: Apache-2.0
/** Orders that several screens give in the same way, and the buttons that remedy problems. */
@NullMarked
package dev.wheelhouse.desktop.action;

import org.jspecify.annotations.NullMarked;
