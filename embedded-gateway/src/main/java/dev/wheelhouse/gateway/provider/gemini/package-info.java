// SPDX-License-Identifier: Apache-2.0
/** Gemini, over its own API. */
@NullMarked
package dev.wheelhouse.gateway.provider.gemini;

import org.jspecify.annotations.NullMarked;
