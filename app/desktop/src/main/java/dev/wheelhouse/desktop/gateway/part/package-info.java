// SPDX-License-Identifier: Apache-2.0
/** What the sections of the screen Gateway are made of. */
@NullMarked
package dev.wheelhouse.desktop.gateway.part;

import org.jspecify.annotations.NullMarked;
