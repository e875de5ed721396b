// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.load;

import dev.wheelhouse.engine.compose.tree.Tree;
import java.util.Map;

/**
 * A project in the one long form: files merged, paths absolute, defaults in, services of profiles
 * that are off taken out.
 *
 * @param variables with the project's name among them
 */
public record ComposeModel(
    String name, ComposeSources sources, Map<String, String> variables, Tree.Branch root) {
  public ComposeModel {
    variables = Map.copyOf(variables);
  }
}
