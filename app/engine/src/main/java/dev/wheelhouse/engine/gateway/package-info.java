// SPDX-License-Identifier: Apache-2.0
/** The gateway inside this program: start it, join a running one, keep its upstreams right. */
@NullMarked
package dev.wheelhouse.engine.gateway;

import org.jspecify.annotations.NullMarked;
