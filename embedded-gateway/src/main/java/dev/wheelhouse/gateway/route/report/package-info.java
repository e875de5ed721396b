// SPDX-License-Identifier: Apache-2.0
/** What the gateway tells of its routing: how the targets stand, and why one is chosen. */
@NullMarked
package dev.wheelhouse.gateway.route.report;

import org.jspecify.annotations.NullMarked;
