// SPDX-License-Identifier: Apache-2.0
/** Paths, processes, ports and the clock. */
@NullMarked
package dev.wheelhouse.engine.platform;

import org.jspecify.annotations.NullMarked;
