// SPDX-License-Identifier: Apache-2.0
/** The user's settings and their file. */
@NullMarked
package dev.wheelhouse.engine.settings;

import org.jspecify.annotations.NullMarked;
