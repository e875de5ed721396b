// SPDX-License-Identifier: Apache-2.0
/** Embeddings, free of any dialect: what is asked, and the vectors that answer it. */
@NullMarked
package dev.wheelhouse.gateway.embedding;

import org.jspecify.annotations.NullMarked;
