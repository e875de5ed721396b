// SPDX-License-Identifier: Apache-2.0
/** What a target must meet to be asked at all, whatever the policy says. */
@NullMarked
package dev.wheelhouse.gateway.route.rule;

import org.jspecify.annotations.NullMarked;
