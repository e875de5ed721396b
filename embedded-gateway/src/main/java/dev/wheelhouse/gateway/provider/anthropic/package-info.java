// SPDX-License-Identifier: Apache-2.0
/** Anthropic, and servers that speak its dialect. */
@NullMarked
package dev.wheelhouse.gateway.provider.anthropic;

import org.jspecify.annotations.NullMarked;
