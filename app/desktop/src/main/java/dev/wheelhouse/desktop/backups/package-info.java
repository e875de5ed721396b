// SPDX-License-Identifier: Apache-2.0
/** The screen Backups: make them, prove them, restore them. */
@NullMarked
package dev.wheelhouse.desktop.backups;

import org.jspecify.annotations.NullMarked;
