// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.tree;

import dev.wheelhouse.engine.problem.ProblemException;
import dev.wheelhouse.engine.problem.StackProblem;

/**
 * Where something stands in a file.
 *
 * @param line from 1; 0 unknown
 * @param column from 1; 0 unknown
 * @param key path of keys, such as {@code services.web.ports[0]}
 */
public record Place(String file, int line, int column, String key) {
  /** The same place, one key deeper. */
  public Place at(String child) {
    return new Place(file, line, column, key.isEmpty() ? child : key + "." + child);
  }

  /** The failure to throw for what stands here. */
  public ProblemException invalid(String detail) {
    return new ProblemException(new StackProblem.ComposeInvalid(file, line, column, key, detail));
  }

  /** The failure to throw for what stands here, with what to do about it. */
  public ProblemException invalid(String detail, String remedy) {
    return new ProblemException(
        new StackProblem.ComposeInvalid(file, line, column, key, detail, remedy));
  }
}
