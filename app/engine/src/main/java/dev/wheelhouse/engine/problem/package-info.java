// SPDX-License-Identifier: Apache-2.0
/** What can go wrong, as data. */
@NullMarked
package dev.wheelhouse.engine.problem;

import org.jspecify.annotations.NullMarked;
