// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A secret or config.
 *
 * @param file absolute; where it is, or is put before a start when the project holds its content
 * @param content of a config or secret that the project holds itself; null for a file of this
 *     machine
 * @param extension its {@code x-wheelhouse}, which says how a secret is generated
 */
public record ComposeFile(String key, Path file, @Nullable String content, Extension extension) {
  /** A file of this machine. */
  public ComposeFile(String key, Path file, Extension extension) {
    this(key, file, null, extension);
  }

  /** Without the content, which may be a secret. */
  @Override
  public String toString() {
    return "ComposeFile[" + key + ", " + file + "]";
  }
}
