// SPDX-License-Identifier: Apache-2.0
/** Models of Ollama: list, pull, show and delete. */
@NullMarked
package dev.wheelhouse.engine.model;

import org.jspecify.annotations.NullMarked;
