// SPDX-License-Identifier: Apache-2.0
/** Ollama. */
@NullMarked
package dev.wheelhouse.gateway.provider.ollama;

import org.jspecify.annotations.NullMarked;
