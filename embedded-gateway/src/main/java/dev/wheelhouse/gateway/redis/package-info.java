// SPDX-License-Identifier: Apache-2.0
/** The Redis that several gateways share; what they keep there stands with each feature. */
@NullMarked
package dev.wheelhouse.gateway.redis;

import org.jspecify.annotations.NullMarked;
