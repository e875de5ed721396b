// SPDX-License-Identifier: Apache-2.0
/** Embeddings in the dialects of OpenAI and Ollama. */
@NullMarked
package dev.wheelhouse.gateway.api.embedding;

import org.jspecify.annotations.NullMarked;
