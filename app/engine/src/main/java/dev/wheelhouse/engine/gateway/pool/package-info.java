// SPDX-License-Identifier: Apache-2.0
/** Names that stand for several models, and how the gateway chooses among them. */
@NullMarked
package dev.wheelhouse.engine.gateway.pool;

import org.jspecify.annotations.NullMarked;
