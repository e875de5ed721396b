// SPDX-License-Identifier: Apache-2.0
/** A Docker engine in memory, for tests of what stands on the Docker port. */
@NullMarked
package dev.wheelhouse.engine.docker.fake;

import org.jspecify.annotations.NullMarked;
