// SPDX-License-Identifier: Apache-2.0
/**
 * The gateway as a program of its own, without a window and without Docker: what the image runs.
 */
@NullMarked
package dev.wheelhouse.headless;

import org.jspecify.annotations.NullMarked;
