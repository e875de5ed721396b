// SPDX-License-Identifier: Apache-2.0
/** The screen Models: what Ollama has, more of it, or less. */
@NullMarked
package dev.wheelhouse.desktop.models;

import org.jspecify.annotations.NullMarked;
