// SPDX-License-Identifier: Apache-2.0
/** The Docker port and its docker-java adapter: the only Docker code. */
@NullMarked
package dev.wheelhouse.engine.docker;

import org.jspecify.annotations.NullMarked;
