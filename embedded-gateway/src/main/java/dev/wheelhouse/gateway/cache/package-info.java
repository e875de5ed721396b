// SPDX-License-Identifier: Apache-2.0
/** Answers that are kept for the next client who asks exactly the same. */
@NullMarked
package dev.wheelhouse.gateway.cache;

import org.jspecify.annotations.NullMarked;
