// SPDX-License-Identifier: Apache-2.0
/** How the engine's API is called: where it is, one request, its time limit, and what failed. */
@NullMarked
package dev.wheelhouse.engine.docker.adapter.http;

import org.jspecify.annotations.NullMarked;
