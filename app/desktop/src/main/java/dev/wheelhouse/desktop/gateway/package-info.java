// SPDX-License-Identifier: Apache-2.0
/** The screen Gateway: where apps connect, and how. */
@NullMarked
package dev.wheelhouse.desktop.gateway;

import org.jspecify.annotations.NullMarked;
