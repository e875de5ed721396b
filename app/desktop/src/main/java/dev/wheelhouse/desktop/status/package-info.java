// SPDX-License-Identifier: Apache-2.0
/** The screen Status: every service with its state, what it uses, and what can be done to it. */
@NullMarked
package dev.wheelhouse.desktop.status;

import org.jspecify.annotations.NullMarked;
