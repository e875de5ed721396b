// SPDX-License-Identifier: Apache-2.0
/** One operation per stack at a time, and what a crash left of the last one. */
@NullMarked
package dev.wheelhouse.engine.backup.operation;

import org.jspecify.annotations.NullMarked;
