// SPDX-License-Identifier: Apache-2.0
/**
 * Brings a merged file into the one long form: short forms written out, paths absolute, defaults
 * in.
 */
@NullMarked
package dev.wheelhouse.engine.compose.form;

import org.jspecify.annotations.NullMarked;
