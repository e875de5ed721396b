// SPDX-License-Identifier: Apache-2.0
/** The screen Home: the stack at a glance, and its one big button. */
@NullMarked
package dev.wheelhouse.desktop.home;

import org.jspecify.annotations.NullMarked;
