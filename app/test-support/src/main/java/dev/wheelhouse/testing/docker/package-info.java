// SPDX-License-Identifier: Apache-2.0
/** The docker command, and a Docker engine that tests can break on purpose. */
@NullMarked
package dev.wheelhouse.testing.docker;

import org.jspecify.annotations.NullMarked;
