// SPDX-License-Identifier: Apache-2.0
/** Which target of a pool comes first: one small class for each policy. */
@NullMarked
package dev.wheelhouse.gateway.route.policy;

import org.jspecify.annotations.NullMarked;
