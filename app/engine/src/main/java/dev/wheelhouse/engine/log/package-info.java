// SPDX-License-Identifier: Apache-2.0
/** Log lines of services: follow, filter and export in bounded memory. */
@NullMarked
package dev.wheelhouse.engine.log;

import org.jspecify.annotations.NullMarked;
