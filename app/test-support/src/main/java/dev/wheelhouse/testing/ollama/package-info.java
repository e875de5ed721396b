// SPDX-License-Identifier: Apache-2.0
/** A test server that speaks Ollama's protocol; never part of the product. */
@NullMarked
package dev.wheelhouse.testing.ollama;

import org.jspecify.annotations.NullMarked;
