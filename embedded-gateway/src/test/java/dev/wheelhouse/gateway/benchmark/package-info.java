// SPDX-License-Identifier: Apache-2.0
/** Measures what the gateway adds. */
@NullMarked
package dev.wheelhouse.gateway.benchmark;

import org.jspecify.annotations.NullMarked;
