// SPDX-License-Identifier: Apache-2.0
/** Perplexity, over its Agent API. */
@NullMarked
package dev.wheelhouse.gateway.provider.perplexity;

import org.jspecify.annotations.NullMarked;
