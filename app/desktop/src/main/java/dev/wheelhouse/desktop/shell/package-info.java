// SPDX-License-Identifier: Apache-2.0
/** The window around the screens: rail, top bar, job tray, inspector, notices and palette. */
@NullMarked
package dev.wheelhouse.desktop.shell;

import org.jspecify.annotations.NullMarked;
