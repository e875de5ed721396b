// SPDX-License-Identifier: Apache-2.0
/** Markdown of model answers as JavaFX nodes: bounded, selectable, and without any fetch. */
@NullMarked
package dev.wheelhouse.desktop.text;

import org.jspecify.annotations.NullMarked;
