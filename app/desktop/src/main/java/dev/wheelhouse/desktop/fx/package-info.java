// SPDX-License-Identifier: Apache-2.0
/** The one door to the UI thread, and what brings work and events through it. */
@NullMarked
package dev.wheelhouse.desktop.fx;

import org.jspecify.annotations.NullMarked;
