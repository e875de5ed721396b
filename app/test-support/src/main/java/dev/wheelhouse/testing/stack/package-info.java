// SPDX-License-Identifier: Apache-2.0
/** The product's own stack on the test engine, and data in it that can be counted. */
@NullMarked
package dev.wheelhouse.testing.stack;

import org.jspecify.annotations.NullMarked;
