// SPDX-License-Identifier: Apache-2.0
/** Cohere, over the second version of its API. */
@NullMarked
package dev.wheelhouse.gateway.provider.cohere;

import org.jspecify.annotations.NullMarked;
