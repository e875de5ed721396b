// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose;

import java.nio.file.Path;

/**
 * A secret or config that is a file of this machine.
 *
 * @param file absolute
 * @param extension its {@code x-wheelhouse}, which says how a secret is generated
 */
public record ComposeFile(String key, Path file, Extension extension) {}
