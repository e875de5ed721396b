// SPDX-License-Identifier: Apache-2.0
/** Sums up what the tests of all modules said. */
@NullMarked
package dev.wheelhouse.testing.report;

import org.jspecify.annotations.NullMarked;
