// SPDX-License-Identifier: Apache-2.0
/** A Chroma server as an index of vectors. */
@NullMarked
package dev.wheelhouse.gateway.chroma;

import org.jspecify.annotations.NullMarked;
