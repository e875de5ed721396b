// SPDX-License-Identifier: Apache-2.0
/**
 * Reads Compose files as the Compose specification defines them: YAML with places, interpolation,
 * and one reader for each part. What is not supported is an error that names the key.
 */
@NullMarked
package dev.wheelhouse.engine.compose.read;

import org.jspecify.annotations.NullMarked;
