// SPDX-License-Identifier: Apache-2.0
/** What is known of a target: averages of its last answers, and whether it may be asked. */
@NullMarked
package dev.wheelhouse.gateway.route.health;

import org.jspecify.annotations.NullMarked;
