// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack;

import dev.wheelhouse.engine.compose.ComposeProject;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the files of a stack say now; needs no engine.
 *
 * @param folder the stack's folder: compose file, {@code .env}, secrets
 * @param project the Compose model, with {@code .env} applied
 * @param variables the lines of {@code .env}
 */
public record StackFiles(
    StackId id, Path folder, ComposeProject project, Map<String, String> variables) {
  public StackFiles {
    variables = Map.copyOf(variables);
  }
}
