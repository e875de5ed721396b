// SPDX-License-Identifier: Apache-2.0
/** Finds the Docker engine and keeps watch over it. */
@NullMarked
package dev.wheelhouse.engine.docker.connect;

import org.jspecify.annotations.NullMarked;
