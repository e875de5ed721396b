// SPDX-License-Identifier: Apache-2.0
/** Everything the user can do, by name. */
@NullMarked
package dev.wheelhouse.desktop.command;

import org.jspecify.annotations.NullMarked;
